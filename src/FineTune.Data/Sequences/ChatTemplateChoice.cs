using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>Finds the chat template that a config asks for.</summary>
public static class ChatTemplateChoice
{
    /// <summary>
    /// The template the config names, built in or a file, with the tokenizer's special tokens; or else the
    /// checkpoint's.
    /// </summary>
    /// <param name="name">The config's <c>chat_template</c>; null for the checkpoint's.</param>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="tokenizer">The checkpoint's tokenizer.</param>
    /// <returns>The template; null where none is named and the checkpoint has none.</returns>
    /// <exception cref="DataException">The template is neither built in nor a file.</exception>
    /// <exception cref="ChatTemplateException">The template has a mistake.</exception>
    public static ChatTemplate? Load(string? name, string folder, Tokenizer tokenizer)
    {
        if (name is null)
        {
            return OfFolder(folder);
        }

        if (BuiltInTemplates.All.FirstOrDefault(entry => entry.Name == name) is { } builtIn)
        {
            return builtIn.Load(SpecialTokens(tokenizer));
        }

        return File.Exists(name)
            ? ChatTemplate.FromFile(name).WithSpecialTokens(SpecialTokens(tokenizer))
            : throw DataException.UnknownChatTemplate(name, [.. BuiltInTemplates.All.Select(entry => entry.Name)]);
    }

    /// <summary>The checkpoint's own template; null where it has none.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <exception cref="ChatTemplateException">The template has a mistake.</exception>
    public static ChatTemplate? OfFolder(string folder)
    {
        try
        {
            return ChatTemplate.FromFolder(folder);
        }
        catch (ChatTemplateException error) when (error.IsMissing)
        {
            return null;
        }
    }

    private static Dictionary<string, string> SpecialTokens(Tokenizer tokenizer)
    {
        (string Name, int? Id)[] tokens =
        [
            ("bos_token", tokenizer.BosTokenId), ("eos_token", tokenizer.EosTokenId),
            ("unk_token", tokenizer.UnkTokenId), ("pad_token", tokenizer.PadTokenId),
        ];
        return tokens.Where(token => token.Id is not null)
            .ToDictionary(token => token.Name, token => tokenizer.IdToToken(token.Id!.Value)!);
    }
}
