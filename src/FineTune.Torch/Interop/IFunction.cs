using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace TorchSharp.Interop;

/// <summary>A custom function, whatever number of tensors its public face takes and returns.</summary>
internal interface IFunction
{
    string Name { get; }

    List<Tensor> Forward(AutogradContext context, object[] arguments);

    List<Tensor> Backward(AutogradContext context, List<Tensor> gradients);
}
