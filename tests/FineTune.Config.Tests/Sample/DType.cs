using System.Text.Json.Serialization;

namespace FineTune.Config.Tests.Sample;

public enum DType
{
    Auto,
    Float32,
    [JsonStringEnumMemberName("bfloat16")]
    BFloat16,
}
