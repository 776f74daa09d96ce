using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>How a freshly made tensor is filled; drawn from the build's own generator so that a seed fixes it.</summary>
/// <param name="Describe">For reports, e.g. <c>normal(0, 0.02)</c>.</param>
/// <param name="Fill">Fills a float32 tensor on the CPU in place.</param>
public sealed record Initializer(string Describe, Action<Tensor, Generator> Fill)
{
    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = new("zeros", (t, _) => t.zero_());

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = new("ones", (t, _) => t.fill_(1.0));

    /// <summary>Normal with mean 0.</summary>
    /// <param name="std">Standard deviation.</param>
    public static Initializer Normal(double std) => new($"normal(0, {std})", (t, g) => t.normal_(0, std, g));

    /// <summary>Uniform in [-bound, bound].</summary>
    /// <param name="bound">Half the width.</param>
    public static Initializer Uniform(double bound) =>
        new($"uniform(±{bound:G4})", (t, g) => t.uniform_(-bound, bound, g));
}
