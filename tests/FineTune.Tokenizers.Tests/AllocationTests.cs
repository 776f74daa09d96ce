using FineTune.Tokenizers.Tests.Parity;

namespace FineTune.Tokenizers.Tests;

/// <summary>Encoding to ids allocates nothing once its buffers have grown, whatever the number of tokens.</summary>
public sealed class AllocationTests
{
    private const int Passes = 3;

    public static TheoryData<string> Tokenizers =>
        ["wordpiece-template", "byte-level-split", "byte-level", "bpe-bytes", "bpe-suffix", "unigram-first-true", "unigram-bytes", "added-tokens"];

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Appending_ids_allocates_nothing_in_the_long_run(string name)
    {
        var tokenizer = ZooEntry.Named(name).Open();
        var lines = Corpus.Lines(3_000);
        List<int> ids = [];
        void EncodeAll()
        {
            ids.Clear();
            foreach (var line in lines)
                tokenizer.AppendIds(line, ids);
        }
        EncodeAll();
        EncodeAll();

        // A collection may empty the runtime's buffer pools, which then grow anew: what encoding itself allocates, it
        // allocates in every pass. A few hundred bytes are nothing against the tens of thousands of tokens.
        var allocated = Enumerable.Range(0, Passes).Min(_ => AllocatedBy(EncodeAll));
        Assert.True(ids.Count > 50_000, $"only {ids.Count} tokens");
        Assert.True(allocated < 1_000, $"{allocated} bytes for {ids.Count} tokens");
    }

    private static long AllocatedBy(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
