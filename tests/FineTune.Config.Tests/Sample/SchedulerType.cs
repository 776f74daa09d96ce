namespace FineTune.Config.Tests.Sample;

public enum SchedulerType
{
    Linear,
    Cosine,
    CosineWithRestarts,
    ConstantWithWarmup,
}
