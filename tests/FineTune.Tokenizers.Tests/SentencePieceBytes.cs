namespace FineTune.Tokenizers.Tests;

/// <summary>Writes SentencePiece model files: a protocol buffer of pieces and a few settings.</summary>
internal static class SentencePieceBytes
{
    private const byte UnknownPiece = 2;
    private const byte ControlPiece = 3;

    /// <summary>A model of a few pieces.</summary>
    /// <param name="modelType">1 for Unigram, 2 for BPE.</param>
    public static byte[] Small(byte modelType = 2) =>
    [
        .. Piece("<unk>", 0, UnknownPiece), .. Piece("<s>", 0, ControlPiece), .. Piece("</s>", 0, ControlPiece),
        .. Piece("ab", -1), .. Piece("\u2581ab", -2), .. Piece("\u2581", -3), .. Piece("a", -4), .. Piece("b", -5),
        // The trainer's settings, the model type among them.
        .. Message(2, [(3 << 3) | 0, modelType]),
    ];

    private static byte[] Piece(string text, float score, byte type = 1) => Message(1,
    [
        .. Message(1, TextEncoding.UTF8.GetBytes(text)), (2 << 3) | 5, .. BitConverter.GetBytes(score), (3 << 3) | 0, type,
    ]);

    private static byte[] Message(int field, byte[] content) => [(byte)((field << 3) | 2), (byte)content.Length, .. content];
}
