using FineTune.Tokenizers.Tests.Parity;

namespace FineTune.Tokenizers.Tests;

/// <summary>Encoding to ids allocates nothing once its buffers have grown, whatever the number of tokens.</summary>
public sealed class AllocationTests
{
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

        var before = GC.GetAllocatedBytesForCurrentThread();
        EncodeAll();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // A few hundred bytes of the runtime's own are nothing against the tens of thousands of tokens.
        Assert.True(ids.Count > 50_000, $"only {ids.Count} tokens");
        Assert.True(allocated < 1_000, $"{allocated} bytes for {ids.Count} tokens");
    }
}
