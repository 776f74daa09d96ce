using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>What stands in front of sequences, or beside them in attention, on every decoder: packing, the cache and
/// gradient checkpointing change nothing.</summary>
public sealed class VirtualTokenTests : IDisposable
{
    private static readonly Dictionary<string, PeftConfig> Configs = new(StringComparer.Ordinal)
    {
        ["prompt"] = new PromptTuningConfig { NumVirtualTokens = 3 },
        ["prefix"] = new PrefixTuningConfig { NumVirtualTokens = 3 },
        ["projected prefix"] = new PrefixTuningConfig { NumVirtualTokens = 3, PrefixProjection = true },
        ["beside"] = new AdaptionPromptConfig { AdapterLen = 3 },
    };

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TokenRows _rows = new(seed: 1, 12, 7, 5, 4);

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in Configs.Keys)
            {
                foreach (var entry in ModelRegistry.All.Where(e => e.ForCausalLM is not null))
                {
                    data.Add(name, entry.ModelType);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_row_alone_is_what_it_is_in_a_batch(string name, string modelType)
    {
        using var model = Load(name, modelType);
        using var guard = no_grad();
        using var all = _rows.Pack(_rows.All);
        var together = model.Model.Hidden(all);
        Assert.Equal(all.Layout.Tokens, together.shape[0]);
        for (var row = 0; row < _rows.Count; row++)
        {
            using var one = _rows.Pack(row);
            TensorAssert.Close(
                $"row {row}",
                model.Model.Hidden(one),
                together.narrow(0, all.Layout.Offsets[row], all.Layout.LengthOf(row)),
                Tolerance.SameResult);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Behind_a_cache_it_is_what_it_is_in_one_pass(string name, string modelType)
    {
        using var model = Load(name, modelType);
        using var guard = no_grad();
        using var all = _rows.Pack(_rows.All);
        var whole = model.Model.Hidden(all);
        using var cache = new KeyValueCache();
        using var first = _rows.Pack(_rows.All, _ => 0, _ => 1);
        model.Model.Hidden(first, cache);
        Assert.Equal(Enumerable.Repeat(1, _rows.Count), cache.Lengths.ToArray());
        using var rest = _rows.Pack(_rows.All, _ => 1, row => _rows.Ids(row).Count - 1);
        model.Model.Hidden(rest, cache);
        var last = _rows.Pack(_rows.All, row => _rows.Ids(row).Count - 1, row => _rows.Ids(row).Count);

        var stepped = model.Model.Hidden(last, cache);

        TensorAssert.Close("last", whole.index_select(0, all.Layout.LastTokens()), stepped, Tolerance.SameResult);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_checkpointing_gives_the_same_gradients(string name, string modelType)
    {
        using var plain = Load(name, modelType);
        using var again = Load(name, modelType);
        again.Mode.GradientCheckpointing = true;
        foreach (var model in new[] { plain, again })
        {
            using var batch = _rows.Pack(_rows.All);
            model.Model.Hidden(batch).square().sum().backward();
        }
        foreach (var (parameter, other) in plain.Parameters.Trainable.Zip(again.Parameters.Trainable))
        {
            Assert.Contains(TensorAssert.Values(parameter.Value.grad!), g => g != 0);
            TensorAssert.Close(parameter.Name, parameter.Value.grad!, other.Value.grad!, Tolerance.Gradient);
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private LoadedModel<ICausalLM> Load(string name, string modelType)
    {
        var tiny = TinyCheckpoint.Of(modelType);
        TinyBert.Write(_folder.At("base"), tiny.Config(), tiny.CausalWeights!());
        using var pretrained = PretrainedFolder.Open(_folder.At("base"));
        var adapter = PeftRegistry.Create(Configs[name], new AdapterContext(modelType, AdapterContext.CausalLM));
        var loaded = pretrained.LoadCausalLM(
            pretrained.Config, new LoadOptions { Device = CPU, Adapter = adapter, Seed = 1 });
        using var guard = no_grad();
        using var random = new Generator(2);
        foreach (var parameter in loaded.Parameters.Trainable)
        {
            parameter.Value.add_(randn(parameter.Value.shape, generator: random).mul_(0.1));
        }
        return loaded;
    }
}
