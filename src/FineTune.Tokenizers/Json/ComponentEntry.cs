namespace FineTune.Tokenizers.Json;

/// <summary>A registry row: the <c>type</c> that a component has in <c>tokenizer.json</c>, and how it is read.</summary>
internal sealed record ComponentEntry<T>(string Type, Func<JsonNode, T> Read);
