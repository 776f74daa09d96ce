using FineTune.Nn;

namespace FineTune.Training;

/// <summary>What a policy is compared with: itself as it was at step 0, or another model.</summary>
/// <param name="Description">What it is, for the person who runs it.</param>
/// <param name="Model">The model; the policy's own where <paramref name="Enter"/> turns it into the reference.</param>
/// <param name="Enter">Makes the model the reference until the returned object is disposed.</param>
public sealed record ReferencePolicy(string Description, ICausalLM Model, Func<IDisposable> Enter);
