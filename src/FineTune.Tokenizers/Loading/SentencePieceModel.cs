using System.Buffers.Binary;

namespace FineTune.Tokenizers.Loading;

/// <summary>A SentencePiece model file: the fields of its protocol buffer that matter here.</summary>
internal sealed record SentencePieceModel
{
    /// <summary>What a piece is for.</summary>
    internal enum PieceType
    {
        /// <summary>Text.</summary>
        Normal = 1,

        /// <summary>The unknown piece.</summary>
        Unknown = 2,

        /// <summary>A control such as <c>&lt;s&gt;</c>.</summary>
        Control = 3,

        /// <summary>Text that is never split.</summary>
        UserDefined = 4,

        /// <summary>Not used.</summary>
        Unused = 5,

        /// <summary>One byte.</summary>
        Byte = 6,
    }

    /// <summary>How the model was trained.</summary>
    internal enum Algorithm
    {
        /// <summary>Unigram language model.</summary>
        Unigram = 1,

        /// <summary>Byte-pair encoding.</summary>
        Bpe = 2,

        /// <summary>Whole words.</summary>
        Word = 3,

        /// <summary>Single characters.</summary>
        Char = 4,
    }

    /// <summary>The pieces, by id.</summary>
    public required IReadOnlyList<(string Text, double Score, PieceType Type)> Pieces { get; init; }

    /// <summary>How the model was trained.</summary>
    public Algorithm ModelType { get; init; } = Algorithm.Unigram;

    /// <summary>Whether unknown text becomes byte pieces.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>The id of the unknown piece.</summary>
    public int UnkId { get; init; }

    /// <summary>The unknown piece.</summary>
    public string UnkPiece { get; init; } = "<unk>";

    /// <summary>The piece that begins a text.</summary>
    public string BosPiece { get; init; } = "<s>";

    /// <summary>The piece that ends a text.</summary>
    public string EosPiece { get; init; } = "</s>";

    /// <summary>The compiled normalisation; empty where there is none.</summary>
    public byte[] CharsMap { get; init; } = [];

    /// <summary>Reads a model.</summary>
    /// <returns>Null where the bytes are not a SentencePiece model.</returns>
    public static SentencePieceModel? TryRead(ReadOnlySpan<byte> bytes)
    {
        List<(string, double, PieceType)> pieces = [];
        var model = new SentencePieceModel { Pieces = pieces };
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 1 && reader.IsBytes)
                pieces.Add(ReadPiece(reader.Bytes));
            else if (reader.Field == 2 && reader.IsBytes)
                model = ReadTrainer(model, reader.Bytes);
            else if (reader.Field == 3 && reader.IsBytes)
                model = ReadNormalizer(model, reader.Bytes);
        }
        return reader.IsValid && pieces.Count > 0 ? model : null;
    }

    private static (string, double, PieceType) ReadPiece(ReadOnlySpan<byte> bytes)
    {
        var (text, score, type) = ("", 0f, PieceType.Normal);
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    text = TextEncoding.UTF8.GetString(reader.Bytes);
                    break;
                case 2 when reader.Bytes.Length == sizeof(float):
                    score = BinaryPrimitives.ReadSingleLittleEndian(reader.Bytes);
                    break;
                case 3:
                    type = (PieceType)reader.Integer;
                    break;
            }
        }
        return (text, score, type);
    }

    private static SentencePieceModel ReadTrainer(SentencePieceModel model, ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            model = reader.Field switch
            {
                3 => model with { ModelType = (Algorithm)reader.Integer },
                35 => model with { ByteFallback = reader.Integer != 0 },
                40 => model with { UnkId = (int)reader.Integer },
                45 => model with { UnkPiece = TextEncoding.UTF8.GetString(reader.Bytes) },
                46 => model with { BosPiece = TextEncoding.UTF8.GetString(reader.Bytes) },
                47 => model with { EosPiece = TextEncoding.UTF8.GetString(reader.Bytes) },
                _ => model,
            };
        }
        return model;
    }

    private static SentencePieceModel ReadNormalizer(SentencePieceModel model, ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 2)
                model = model with { CharsMap = reader.Bytes.ToArray() };
        }
        return model;
    }
}
