using FineTune.Config;
using FineTune.Testing;

namespace FineTune.Recipes.Tests;

public sealed class ConfigDocsTests
{
    [Fact]
    public void The_manual_of_config_keys_is_what_the_records_say() =>
        Approved.Text("docs/config.md", $"""
            # Config keys

            Every key that a config file may have, by section. Paths of inputs are looked for beside the config file, then in
            the working directory. Any key can be set from the command line: `--set training.learning_rate=1e-3`. This page is
            generated from the config records; run the tests with `FINETUNE_UPDATE_APPROVED=1` after changing them.

            {ConfigSchema.Markdown<RunConfig>(RunConfigFile.Options())}
            """);
}
