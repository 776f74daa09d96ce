using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>The trainables as they are now, to go back to for a while: a policy that starts from trained weights is its own
/// reference.</summary>
public sealed class FrozenCopy : IDisposable
{
    private readonly (Parameter Parameter, Tensor Value)[] _copies;

    /// <summary>Copies.</summary>
    /// <param name="trainable">What training will change.</param>
    public FrozenCopy(IEnumerable<Parameter> trainable)
    {
        using var guard = no_grad();
        _copies = [.. trainable.Select(p => (p, p.Value.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>Puts the copies in the parameters' place until the returned object is disposed. No gradient may be under
    /// way.</summary>
    public IDisposable Use() => new InPlace(_copies);

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_copies, c => c.Value.Dispose());

    private sealed class InPlace : IDisposable
    {
        private readonly (Parameter Parameter, Tensor Value)[] _trained;

        public InPlace((Parameter Parameter, Tensor Value)[] copies)
        {
            using var guard = no_grad();
            _trained = Array.ConvertAll(
                copies, c => (c.Parameter, c.Parameter.Value.detach().clone().DetachFromDisposeScope()));
            Put(copies);
        }

        public void Dispose()
        {
            Put(_trained);
            Array.ForEach(_trained, c => c.Value.Dispose());
        }

        private static void Put((Parameter Parameter, Tensor Value)[] values)
        {
            using var guard = no_grad();
            foreach (var (parameter, value) in values)
            {
                parameter.Value.copy_(value);
            }
        }
    }
}
