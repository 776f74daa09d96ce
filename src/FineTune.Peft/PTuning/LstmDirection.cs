using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>One layer of an LSTM in one direction, over one sequence: torch's <c>LSTM</c> (Hochreiter and Schmidhuber
/// 1997, with forget gates and two biases), parameters by the same names.</summary>
internal sealed class LstmDirection
{
    private readonly Parameter _input;
    private readonly Parameter _hidden;
    private readonly Parameter _inputBias;
    private readonly Parameter _hiddenBias;
    private readonly long _size;
    private readonly bool _backward;

    /// <summary>Makes the parameters.</summary>
    /// <param name="scope">Where they lie.</param>
    /// <param name="layer">The end of their names, e.g. <c>l0</c>.</param>
    /// <param name="inputs">Size of the input.</param>
    /// <param name="size">Size of the state.</param>
    /// <param name="backward">Whether it goes from the last row to the first.</param>
    public LstmDirection(ModuleScope scope, string layer, long inputs, long size, bool backward)
    {
        var (end, init) = (backward ? $"{layer}_reverse" : layer, Initializer.Uniform(1 / Math.Sqrt(size)));
        _input = scope.Adapter($"weight_ih_{end}", [4 * size, inputs], init);
        _hidden = scope.Adapter($"weight_hh_{end}", [4 * size, size], init);
        _inputBias = scope.Adapter($"bias_ih_{end}", [4 * size], init);
        _hiddenBias = scope.Adapter($"bias_hh_{end}", [4 * size], init);
        (_size, _backward) = (size, backward);
    }

    /// <param name="rows"><c>[steps, in]</c>.</param>
    /// <returns>The state at each row: <c>[steps, size]</c>.</returns>
    public Tensor Run(Tensor rows)
    {
        var steps = (int)rows.shape[0];
        var given = nn.functional.linear(rows, _input.Value, _inputBias.Value);        // [steps, 4 size]
        var state = zeros([1, _size], rows.dtype, rows.device);
        var memory = state;
        var states = new Tensor[steps];
        for (var i = 0; i < steps; i++)
        {
            var step = _backward ? steps - 1 - i : i;
            var gates = (given.narrow(0, step, 1) + nn.functional.linear(state, _hidden.Value, _hiddenBias.Value))
                .chunk(4, 1);                                                  // take in, forget, what, let out
            memory = (gates[1].sigmoid() * memory) + (gates[0].sigmoid() * gates[2].tanh());
            state = gates[3].sigmoid() * memory.tanh();
            states[step] = state;
        }
        return cat(states, 0);
    }
}
