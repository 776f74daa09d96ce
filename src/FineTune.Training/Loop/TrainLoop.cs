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
    private int _savedStep = -1;

    /// <summary>Sets the loop up.</summary>
    /// <param name="setup">Everything it works with.</param>
    /// <param name="state">Where it starts: new, or from a checkpoint.</param>
    public TrainLoop(TrainSetup setup, TrainState state)
    {
        _setup = setup;
        _state = state;
        _stepper = new Stepper(setup);
        _best = new BestTracker(setup.Evaluation, state);
        _meter = new SpeedMeter(setup.Clock, setup.Device);
    }

    /// <summary>Whether there is no step left to take.</summary>
    public bool Finished => _state.Step >= _setup.Plan.TotalSteps || _best.GaveUp;

    private bool LacksLastEvaluation => _setup.Evaluator is not null
        && _setup.Evaluation.EvalStrategy != EvaluationConfig.Never
        && _state.EvaluatedStep != _state.Step;

    /// <summary>Trains until the last step, early stopping, or a request to stop.</summary>
    /// <param name="stop">A request to stop; honoured after the step in hand, with a checkpoint.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="TrainingException">The loss or a gradient is not finite, or a tensor cannot learn.</exception>
    public TrainEnd Run(CancellationToken stop)
    {
        _setup.Observer.Started(_setup.Plan, _state);
        using var losses = new LossLog(_state);
        // At the start: the baseline, or the evaluation that an interruption left out.
        EvaluateIfDue(losses, stop);
        if (!Finished && !stop.IsCancellationRequested)
        {
            // What setting up left behind gives its memory back before the steps need it.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            foreach (var window in Windows(BatchTransfer.Ahead(_setup.Data.From(_state.DataPosition), _setup.Device)))
            {
                TakeStep(window, losses);
                AfterStep(losses, stop);
                if (Finished || stop.IsCancellationRequested)
                {
                    break;
                }
            }
        }
        return End(losses, stop);
    }

    /// <summary>The batches of one optimizer step each; the last of a pass may be fewer.</summary>
    private IEnumerable<IReadOnlyList<StepBatch>> Windows(IEnumerable<StepBatch> batches)
    {
        var window = new List<StepBatch>();
        foreach (var batch in batches)
        {
            window.Add(batch);
            if (window.Count == _setup.Plan.Accumulation || _setup.Plan.EndsEpoch(batch.Host.NextPosition))
            {
                yield return window;
                window = [];
            }
        }
    }

    private TrainEnd End(LossLog losses, CancellationToken stop)
    {
        if (Finished && LacksLastEvaluation)
        {
            Evaluate(losses, stop);
        }
        Save(losses);
        // Only a request to stop leaves something to do.
        if (!Finished || LacksLastEvaluation)
        {
            return TrainEnd.Interrupted;
        }
        if (_setup.Evaluation.LoadBestModelAtEnd)
        {
            _setup.Checkpoints.LoadBest();
        }
        return _best.GaveUp ? TrainEnd.StoppedEarly : TrainEnd.Finished;
    }

    private void TakeStep(IReadOnlyList<StepBatch> window, LossLog losses)
    {
        var first = _state.Step == 0;
        var result = DeviceLimits.Run(() => _stepper.Take(window, _state.Step), _setup.Config, _state.Step + 1, window);
        losses.Add(result);
        _meter.Add(result);
        (_state.Step, _state.DataPosition) = (result.Step, result.DataPosition);
        if (first)
        {
            CheckFirstStep(losses);
        }
        _setup.Observer.Stepped(_state.Step);
        if (_state.Step % _setup.Config.LoggingSteps == 0 || _state.Step == _setup.Plan.TotalSteps)
        {
            Log(losses, result.LearningRate);
        }
    }

    // A loss that is not finite explains gradients that are not: it is told first.
    private void CheckFirstStep(LossLog losses)
    {
        if (_setup.Parameters.NonFiniteGradients() is { Count: > 0 } bad)
        {
            losses.Read();
            throw TrainingException.NonFiniteGradient(bad);
        }
    }

    private void AfterStep(LossLog losses, CancellationToken stop)
    {
        EvaluateIfDue(losses, stop);
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
            _setup.Plan.EpochsAt(_state.DataPosition),
            losses.TakeMean(),
            learningRate,
            norm,
            _meter.Take(_setup.Plan.TotalSteps - _state.Step))
        {
            Metrics = losses.TakeMetrics(),
        });
    }

    private void EvaluateIfDue(LossLog losses, CancellationToken stop)
    {
        var evaluation = _setup.Evaluation;
        var due = evaluation.EvalStrategy switch
        {
            EvaluationConfig.Never => false,
            _ when _state.Step == 0 => evaluation.EvalOnStart,
            "epoch" => _setup.Plan.EndsEpoch(_state.DataPosition),
            _ => _state.Step % evaluation.EvalSteps == 0,
        };
        if (due && _state.EvaluatedStep != _state.Step)
        {
            Evaluate(losses, stop);
        }
    }

    private void Evaluate(LossLog losses, CancellationToken stop)
    {
        if (_setup.Evaluator is null || stop.IsCancellationRequested)
        {
            return;
        }
        // A loss that is not finite explains scores that are not: it is told first.
        losses.Read();
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
        _setup.Observer.Evaluated(new EvaluationReport(_state.Step, _setup.Plan.EpochsAt(_state.DataPosition), scores, isBest, took.TotalSeconds));
    }

    private void Save(LossLog losses)
    {
        if (_savedStep == _state.Step)
        {
            return;
        }
        losses.Read();
        _savedStep = _state.Step;
        _setup.Observer.Saved(_setup.Checkpoints.Save(_state, _setup.Optimizer));
    }
}
