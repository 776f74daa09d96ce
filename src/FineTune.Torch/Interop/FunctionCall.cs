using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace TorchSharp.Interop;

/// <summary>One call of a custom function, from its forward until its last backward.</summary>
internal sealed class FunctionCall
{
    private readonly IFunction _function;
    private readonly AutogradContext _context = new();
    private readonly bool[] _isTensor;
    private object[]? _arguments;

    internal FunctionCall(IFunction function, object[] arguments)
    {
        _function = function;
        _arguments = arguments;
        _isTensor = [.. arguments.Select(IsTensor)];
    }

    /// <summary>The arguments that gradients can flow to.</summary>
    internal List<Tensor> Inputs => [.. _arguments!.Where(IsTensor).Cast<Tensor>()];

    internal List<Tensor> Forward(nint native)
    {
        // The inputs must not live as long as the graph does; what is needed again has been saved.
        var arguments = _arguments!;
        _arguments = null;
        using (_context.Enter(native))
        {
            var outputs = _function.Forward(_context, arguments);
            _context.Commit();
            return outputs;
        }
    }

    /// <summary>The gradients of the tensor arguments, in order.</summary>
    internal List<Tensor> Backward(nint native, List<Tensor> grads)
    {
        using (_context.Enter(native))
        {
            return OfTensors(_function.Backward(_context, grads));
        }
    }

    private static bool IsTensor(object? argument) => argument is Tensor { IsInvalid: false };

    private List<Tensor> OfTensors(List<Tensor> gradients)
    {
        if (gradients.Skip(_isTensor.Length).Any(IsTensor) || gradients.Count < _isTensor.Length)
        {
            throw new InvalidOperationException(
                $"{_function.Name} returned {gradients.Count} gradients for {_isTensor.Length} arguments");
        }
        List<Tensor> ofTensors = [];
        for (var i = 0; i < _isTensor.Length; i++)
        {
            if (_isTensor[i])
            {
                ofTensors.Add(gradients[i]);
            }
            else if (IsTensor(gradients[i]))
            {
                throw new InvalidOperationException(
                    $"{_function.Name} returned a gradient for argument {i + 1}, which was no tensor");
            }
        }
        return ofTensors;
    }
}
