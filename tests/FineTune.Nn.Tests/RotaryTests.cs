using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

public sealed class RotaryTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void A_pair_of_dimensions_turns_by_its_frequency_times_the_position(int turned)
    {
        using var batch = Batch(0, 3, 7);
        var heads = randn([3, 2, 8], generator: new Generator(1));
        var result = Rotary(turned).TableFor(batch, null, float32).Turn(heads);
        for (var t = 0; t < 3; t++)
        {
            for (var i = 0; i < turned / 2; i++)
            {
                var angle = batch.PositionIds[t].item<long>() * Math.Pow(100, -2.0 * i / turned);
                var (a, b) = (At(heads, t, i), At(heads, t, i + (turned / 2)));
                var expected = (a * Math.Cos(angle)) - (b * Math.Sin(angle));
                TensorAssert.Close("first", expected, At(result, t, i), Tolerance.Op);
                expected = (b * Math.Cos(angle)) + (a * Math.Sin(angle));
                TensorAssert.Close("second", expected, At(result, t, i + (turned / 2)), Tolerance.Op);
            }
            for (var i = turned; i < 8; i++)
            {
                Assert.Equal(At(heads, t, i), At(result, t, i));
            }
        }

        static double At(Tensor tensor, int token, int dimension) => tensor[token, 1, dimension].item<float>();
    }

    [Fact]
    public void The_gradient_of_a_turn_is_the_turn_back()
    {
        using var batch = Batch(2, 5, 1);
        var table = Rotary(4).TableFor(batch, null, float32);
        var heads = randn([3, 2, 8], generator: new Generator(1)).requires_grad_();
        using var guard = enable_grad();
        var turned = table.Turn(heads);
        turned.backward([turned.detach()]);
        TensorAssert.Close("there and back", heads.detach(), heads.grad!, Tolerance.SameResult);
    }

    [Theory]
    [InlineData(RotaryKind.Dynamic)]
    [InlineData(RotaryKind.LongRope)]
    public void A_sequence_turns_by_its_own_length_whatever_it_is_packed_with(RotaryKind kind)
    {
        var rotary = new Rotary(new RotaryConfig
        {
            HeadDim = 8,
            RotaryDim = 8,
            Theta = 100,
            Kind = kind,
            Factor = 2,
            MaxPositionEmbeddings = 4,
            OriginalMaxPositionEmbeddings = 4,
            ShortFactor = [1, 1, 1, 1],
            LongFactor = [1, 2, 3, 4],
        });
        using var packed = Packed(3, 6);
        using var shorter = Packed(3);
        using var longer = Packed(6);
        var heads = randn([9, 1, 8], generator: new Generator(1));
        var together = rotary.TableFor(packed, null, float32).Turn(heads);
        TensorAssert.Close(
            "short", rotary.TableFor(shorter, null, float32).Turn(heads[..3]), together[..3], Tolerance.Op);
        TensorAssert.Close("long", rotary.TableFor(longer, null, float32).Turn(heads[3..]), together[3..], Tolerance.Op);
    }

    public void Dispose() => _scope.Dispose();

    private static Rotary Rotary(int turned) => new(new RotaryConfig { HeadDim = 8, RotaryDim = turned, Theta = 100 });

    private static PackedBatch Batch(params long[] positions) => new()
    {
        InputIds = zeros(positions.Length, int64).DetachFromDisposeScope(),
        PositionIds = tensor(positions).DetachFromDisposeScope(),
        Layout = new SequenceLayout([0, positions.Length], CPU),
    };

    private static PackedBatch Packed(params int[] lengths)
    {
        var offsets = new int[lengths.Length + 1];
        for (var i = 0; i < lengths.Length; i++)
        {
            offsets[i + 1] = offsets[i] + lengths[i];
        }
        return new PackedBatch
        {
            InputIds = zeros(offsets[^1], int64).DetachFromDisposeScope(),
            PositionIds = tensor([.. lengths.SelectMany(n => Enumerable.Range(0, n).Select(p => (long)p))])
                .DetachFromDisposeScope(),
            Layout = new SequenceLayout(offsets, CPU),
        };
    }
}
