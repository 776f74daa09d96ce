using FineTune.Tokenizers.PostProcessors;

namespace FineTune.Tokenizers.Loading;

/// <summary>The processor of families that have none of their own: the texts, with their begin and end tokens if the config asks for them.</summary>
internal static class BosAndEos
{
    /// <summary>Makes the processor.</summary>
    /// <param name="config">What asks for the tokens, and names them.</param>
    /// <param name="bos">The begin token where the config names none.</param>
    /// <param name="eos">The end token where the config names none.</param>
    /// <param name="addBos">Whether a begin token is added where the config does not say.</param>
    public static TemplateProcessing For(
        TokenizerConfig config, string bos, string eos, bool addBos = false)
    {
        bos = config.AddBosToken ?? addBos ? config.Roles.Bos?.Content ?? bos : "";
        eos = config.AddEosToken ?? false ? config.Roles.Eos?.Content ?? eos : "";
        string Item(string token, int typeId) => token.Length == 0 ? "" : $"{token}:{typeId}";
        var single = $"{Item(bos, 0)} $A:0 {Item(eos, 0)}";
        return TemplateProcessing.Of(single, $"{single} {Item(bos, 1)} $B:1 {Item(eos, 1)}");
    }
}
