using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary>The command line itself: its words, its streams, its exit codes.</summary>
public sealed class UsageTests
{
    private static readonly string Here = Path.GetTempPath();

    public static TheoryData<string, string> Helps => new()
    {
        { "finetune", "--help" }, { "train", "train --help" }, { "run", "run --help" }, { "eval", "eval --help" }, { "predict", "predict --help" },
        { "merge", "merge --help" }, { "validate", "validate --help" }, { "preview", "preview --help" },
        { "generate", "generate --help" }, { "chat", "chat --help" }, { "doctor", "doctor --help" },
        { "tokenize", "tokenize --help" }, { "detokenize", "detokenize --help" }, { "template", "template --help" },
        { "adapter", "adapter --help" }, { "adapter-inspect", "adapter inspect --help" },
        { "adapter-convert", "adapter convert --help" }, { "adapter-combine", "adapter combine --help" },
        { "adapter-compare", "adapter compare --help" },
    };

    [Theory]
    [MemberData(nameof(Helps))]
    public void Help_is_as_it_was(string name, string arguments) =>
        Approved.Text($"tests/FineTune.Cli.Tests/Expectations/{name}.txt", Finetune.Inside(Here, arguments.Split(' ')).Done().Out);

    [Theory]
    [InlineData("tran config.yaml", "'tran' is not a verb", "Did you mean 'train'?")]
    [InlineData("--hepl", "'--hepl' is not a verb")]
    [InlineData("train", "Required argument 'CONFIG' missing")]
    [InlineData("train --smok config.yaml", "'--smok' is not an option of train", "Did you mean '--smoke'?")]
    [InlineData("train config.yaml --overwrit", "'--overwrit' is not an option of train", "Did you mean '--overwrite'?")]
    [InlineData("train config.yaml other.yaml", "'other.yaml' is one argument too many")]
    [InlineData("train config.yaml --resume --overwrite", "--resume and --overwrite contradict each other")]
    [InlineData("train config.yaml --resume --smoke", "--resume and --smoke contradict each other")]
    [InlineData("train config.yaml --set", "Required argument missing for option: '--set'")]
    [InlineData("predict run", "give either --text or --input")]
    [InlineData("predict run --text", "Required argument missing for option: '--text'")]
    [InlineData("predict run --text a --input b", "give either --text or --input")]
    [InlineData("predict run --input a --text-pair b", "--text-pair goes with --text")]
    [InlineData("generate run", "give either --prompt or --input")]
    [InlineData("generate run --prompt a --input b", "give either --prompt or --input")]
    [InlineData("generate run --prompt a --raw --chat", "--raw and --chat contradict each other")]
    [InlineData("generate run --prompt a --greedy --top-p 0.5", "--greedy and --top-p contradict each other")]
    [InlineData("generate run --prompt a --max-new-token 5", "'--max-new-token' is not an option of generate", "Did you mean '--max-new-tokens'?")]
    [InlineData("generate run --prompt a --top-k many", "'many'", "--top-k")]
    [InlineData("chat run --num-beams 2", "'--num-beams' is not an option of chat")]
    [InlineData("merge run", "Option '--output' is required")]
    [InlineData("adapter inspct run", "'inspct' is not a verb of adapter", "Did you mean 'inspect'?", "finetune adapter --help")]
    [InlineData("adapter inspect", "Required argument 'DIR' missing", "finetune adapter inspect --help")]
    [InlineData("adapter inspect run --jsno", "'--jsno' is not an option of adapter inspect", "Did you mean '--json'?")]
    [InlineData("adapter compare run", "Required argument 'B' missing")]
    [InlineData("adapter convert run --output o", "give --dtype, --to-lora or both")]
    [InlineData("adapter convert run --output o --dtype float32 --rank 4", "--rank and --base go with --to-lora")]
    [InlineData("adapter convert run --output o --to-lora --rank 0", "--rank must be 1 or more")]
    [InlineData("adapter combine --output o", "Required argument 'DIR' missing")]
    [InlineData("adapter combine a b --output o --majority-sign most", "'most' not recognized")]
    [InlineData("adapter combine a b --output o --weight 1", "'--weight' is not an option of adapter combine", "Did you mean '--weights'?")]
    [InlineData("merge run --output m --dtype int8", "'int8' not recognized", "'bfloat16'")]
    public void Wrong_arguments_are_told_with_the_nearest_and_the_way_to_help(string arguments, params string[] saying) =>
        Finetune.Inside(Here, arguments.Split(' ')).Refused([.. saying, "--help"]);

    [Fact]
    public void No_arguments_at_all_show_the_help_as_an_error()
    {
        Finetune.Inside(Here).Refused("Usage:", "Commands:");
        Finetune.Inside(Here, "adapter").Refused("Usage:", "Commands:", "inspect <DIR>");
    }

    [Fact]
    public void Doctor_names_what_it_runs_on()
    {
        var facts = Finetune.Run(Here, "doctor", "--json").Done().Json.AsObject();

        string[] expected =
        [
            "finetune", "tensor_api", "libtorch", "blas", "threads", "devices", "driver", "libtorch_cuda", "memory",
            "dotnet", "system",
        ];
        Assert.Equal(expected, facts.Select(f => f.Key));
        Assert.All(facts, f => Assert.NotEmpty((string)f.Value!));
        Assert.Contains("libtorch", Finetune.Inside(Here, "doctor").Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_s_mistake_is_an_exit_code_of_the_process()
    {
        // While libtorch is still being loaded on another thread, which must not crash the end.
        Finetune.Run(Here, "predict", "nothing", "--text", "x").Refused("nothing is neither a run folder");
        Finetune.Run(Here, "train").Refused("Required argument 'CONFIG' missing");
    }

    [SkippableFact]
    public void Streams_that_are_closed_do_not_crash_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "closes streams as POSIX shells do");

        Finetune.Shell(Here, "$FINETUNE doctor --json 2>&-").Done();
        Finetune.Shell(Here, "$FINETUNE doctor >&-").Refused("standard output cannot be written");
        Finetune.Shell(Here, "$FINETUNE --help >&-").Refused("standard output cannot be written");
        Finetune.Shell(Here, "$FINETUNE doctor | true").Done();
    }
}
