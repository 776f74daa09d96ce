using FineTune.Config.Tests.Sample;

namespace FineTune.Config.Tests;

public sealed class FuzzTests
{
    private const string Yaml = """
        # a config to damage
        model: { model_name_or_path: "bert", revision: 'main' }
        dataset: &d
          train_files: [a.csv, b.csv]
          columns: {text: sentence}
          sources:
            - path: x
              weight: 2
        peft:
          peft_type: lora
          r: 8
          target_modules: |
            .*query
        training:
          <<: {seed: 3}
          learning_rate: 1e-4
        """;

    private const string Damage = ":-[]{}&*!|>'\"%@`#,? \t\n\\~<a1.\u0000\u2028";

    [Fact]
    public void Damaged_files_bind_or_are_refused_with_places_but_never_crash()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        for (var i = 0; i < 4000; i++)
        {
            var text = Damaged(random);
            try
            {
                Configs.Bind(text);
            }
            catch (ConfigException error)
            {
                Assert.All(
                    error.Issues,
                    issue => Assert.True(issue.Line > 0 && issue.Column > 0, $"seed {Seed}, case {i}: {issue}"));
            }
            catch (Exception crash) when (crash is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {Seed}, case {i}: {crash}\n{text}");
            }
        }
    }

    private static string Damaged(Random random)
    {
        var text = Yaml;
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, Damage[random.Next(Damage.Length)].ToString()),
                _ => text[..at] + Damage[random.Next(Damage.Length)] + text[(at + 1)..],
            };
        }

        return text;
    }
}
