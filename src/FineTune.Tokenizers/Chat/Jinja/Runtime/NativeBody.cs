namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The code of a filter, method or global function.</summary>
/// <param name="state">The rendering it runs in.</param>
/// <param name="self">The filtered value or the method's object; missing for a global function.</param>
/// <param name="arguments">The arguments, each in the position of its parameter.</param>
internal delegate Value NativeBody(RenderState state, Value self, Arguments arguments);
