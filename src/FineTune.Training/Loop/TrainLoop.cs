using FineTune.Data;

namespace FineTune.Training;

/// <summary>The one training loop. Reads from top to bottom: steps, and after each what is due: a log line, an
/// evaluation, a checkpoint, the end.</summary>
public sealed class TrainLoop
{
    private readonly TrainSetup _setup;
    private readonly TrainState _state;
    private readonly Stepper _stepper;
    private readonly BestTracker _best;
    private readonly SpeedMeter _meter;

    /// <summary>Sets the loop up.</summary>
    /// <param name="setup">Everything it works with.</param>
    /// <param name="state">Where it starts: new, or from a checkpoint.</param>
    public TrainLoop(TrainSetup setup, TrainState state)
    {
        _setup = setup;
        _state = state;
        _stepper = new Stepper(setup);
        _best = new BestTracker(setup.Evaluation, state);
        _meter = new SpeedMeter(setup.Clock);
    }

    private bool Finished => _state.Step >= _setup.Plan.TotalSteps || _best.GaveUp;

    private double EpochsDone => _state.Epoch + (_state.RowsDone / (double)_setup.Plan.Rows);

    /// <summary>Trains until the last step, early stopping, or a request to stop.</summary>
    /// <param name="stop">A request to stop; honoured after the step in hand, with a checkpoint.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="TrainingException">The loss or a gradient is not finite, or a tensor cannot learn.</exception>
    public TrainEnd Run(CancellationToken stop)
    {
        _setup.Observer.Started(_setup.Plan, _state);
        if (_state.Step == 0 && _setup.Evaluation.EvalOnStart)
        {
            Evaluate(stop);
        }
        using var losses = new LossLog(_state);
        while (!Finished && !stop.IsCancellationRequested)
        {
            RunEpoch(losses, stop);
        }
        if (stop.IsCancellationRequested && !Finished)
        {
            Save(losses);
            return TrainEnd.Interrupted;
        }
        if (_setup.Evaluation.EvalStrategy != "no" && _state.EvaluatedStep != _state.Step)
        {
            Evaluate(stop);
        }
        Save(losses);
        if (_setup.Evaluation.LoadBestModelAtEnd)
        {
            _setup.Checkpoints.LoadBest();
        }
        return _best.GaveUp ? TrainEnd.StoppedEarly : TrainEnd.Finished;
    }

    private void RunEpoch(LossLog losses, CancellationToken stop)
    {
        using var epoch = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var batches = _setup.Data.Epoch(_state.Epoch, _state.RowsDone, epoch.Token);
        foreach (var window in batches.Chunk(_setup.Plan.Accumulation))
        {
            TakeStep(window, losses);
            AfterStep(losses, stop);
            if (Finished || stop.IsCancellationRequested || _state.RowsDone == 0)
            {
                break;
            }
        }
        epoch.Cancel();
    }

    private void TakeStep(HostBatch[] window, LossLog losses)
    {
        var result = _stepper.Take(window, _state.Step);
        if (_state.Step == 0 && _setup.Parameters.NonFiniteGradients() is { Count: > 0 } bad)
        {
            losses.Add(result);
            losses.Read();
            throw TrainingException.NonFiniteGradient(bad);
        }
        losses.Add(result);
        _meter.Add(result);
        _state.Step++;
        _state.RowsDone += result.Rows.Length;
        if (_state.RowsDone >= _setup.Plan.Rows)
        {
            (_state.Epoch, _state.RowsDone) = (_state.Epoch + 1, 0);
        }
        _setup.Observer.Stepped(_state.Step);
        if (_state.Step % _setup.Config.LoggingSteps == 0 || _state.Step == _setup.Plan.TotalSteps)
        {
            Log(losses, result.LearningRate);
        }
    }

    private void AfterStep(LossLog losses, CancellationToken stop)
    {
        var evaluation = _setup.Evaluation;
        var due = evaluation.EvalStrategy switch
        {
            "epoch" => _state.RowsDone == 0,
            "steps" => _state.Step % evaluation.EvalSteps == 0,
            _ => false,
        };
        if (due)
        {
            Evaluate(stop);
        }
        var every = _setup.Config.SaveSteps;
        if (every > 0 && _state.Step % every == 0 && !Finished)
        {
            Save(losses);
        }
    }

    private void Log(LossLog losses, double learningRate)
    {
        var norm = losses.Read() ?? 0;
        _setup.Observer.Logged(new StepReport(
            _state.Step,
            _setup.Plan.TotalSteps,
            EpochsDone,
            losses.TakeMean(),
            learningRate,
            norm,
            _meter.Take(_setup.Plan.TotalSteps - _state.Step)));
    }

    private void Evaluate(CancellationToken stop)
    {
        if (_setup.Evaluator is null || stop.IsCancellationRequested)
        {
            return;
        }
        var start = _setup.Clock.GetTimestamp();
        IReadOnlyDictionary<string, double> scores;
        try
        {
            scores = _setup.Evaluator.Run(stop);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        _state.EvaluatedStep = _state.Step;
        var isBest = _best.Judge(scores);
        if (isBest && _setup.Evaluation.LoadBestModelAtEnd)
        {
            _setup.Checkpoints.SaveBest();
        }
        var took = _setup.Clock.GetElapsedTime(start);
        _meter.Skip(took);
        _setup.Observer.Evaluated(new EvaluationReport(_state.Step, EpochsDone, scores, isBest, took.TotalSeconds));
    }

    private void Save(LossLog losses)
    {
        losses.Read();
        _setup.Observer.Saved(_setup.Checkpoints.Save(_state, _setup.Optimizer));
    }
}
