using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FineTune.Torch.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Bert_like_step()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var x = randn(6, 8);
        var w = randn(8, 8, requires_grad: true);
        var b = zeros(8, requires_grad: true);
        var h = F.gelu(F.linear(x, w, b));
        h = F.layer_norm(h, [8], null, null, 1e-12);
        var q = h.view(1, 6, 2, 4).transpose(1, 2);
        var a = F.scaled_dot_product_attention(q, q, q);
        var y = a.transpose(1, 2).reshape(6, 8).tanh();
        var loss = F.cross_entropy(y, tensor(new long[] { 0, 1, 2, 3, 4, 5 }));
        loss.backward();
        Assert.NotNull(w.grad);
        Assert.Equal([8L, 8L], w.grad!.shape);
        Assert.True(w.grad.isfinite().all().item<bool>());
        Assert.True(loss.item<float>() > 0);
        var err = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => w.mm(b.unsqueeze(0)));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied", err.Message);
        Assert.Equal(Environment.ProcessorCount, get_num_threads());
        Assert.Equal("[8x8], type = Float32, device = cpu", w.ToString());
    }
}
