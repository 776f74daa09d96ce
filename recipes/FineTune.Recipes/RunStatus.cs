using System.Text.Json.Serialization;

namespace FineTune.Recipes;

/// <summary>How a training run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>At its last step.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>Because evaluations no longer improved.</summary>
    [JsonStringEnumMemberName("stopped_early")]
    StoppedEarly,

    /// <summary>Before this sitting: there was nothing left to do.</summary>
    [JsonStringEnumMemberName("already_finished")]
    AlreadyFinished,

    /// <summary>On request; it can be resumed.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,
}
