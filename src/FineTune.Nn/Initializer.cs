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

    /// <summary>One number everywhere.</summary>
    public static Initializer Constant(double value) => new($"{value:G4}", (t, _) => t.fill_(value));

    /// <summary>Normal with mean 0.</summary>
    /// <param name="std">Standard deviation.</param>
    public static Initializer Normal(double std) => new($"normal(0, {std})", (t, g) => t.normal_(0, std, g));

    /// <summary>Uniform in [-bound, bound].</summary>
    /// <param name="bound">Half the width.</param>
    public static Initializer Uniform(double bound) =>
        new($"uniform(±{bound:G4})", (t, g) => t.uniform_(-bound, bound, g));

    /// <summary>torch's <c>kaiming_uniform_(a = √5)</c>, which is uniform in ±1/√in.</summary>
    /// <param name="fanIn">Size of the input.</param>
    public static Initializer KaimingUniform(long fanIn) => Uniform(1 / Math.Sqrt(fanIn));
}
