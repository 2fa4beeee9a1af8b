namespace LongWriter;

/// <summary>Consecutive positions of one sequence and the query heads of one key-value head, attending together: every key and value is loaded once for all of them.</summary>
internal unsafe struct AttentionTask
{
    /// <summary>Tokens of a block of the cache.</summary>
    public const int BlockTokens = 64;

    /// <summary>Most queries of a task.</summary>
    public const int MaxQueries = 32;

    /// <summary>Rotated and scaled queries, position by position and in each head by head; each as wide as <see cref="Keys"/> has columns.</summary>
    public float** Queries;

    /// <summary>Where the results go, as many numbers each as a head is wide.</summary>
    public float** Outputs;

    /// <summary>Query heads of a position.</summary>
    public int Heads;

    /// <summary>How many positions.</summary>
    public int Positions;

    /// <summary>The first of them.</summary>
    public int FirstPosition;

    /// <summary>Tokens that a position looks back at, itself included.</summary>
    public int Window;

    /// <summary>Width of a head.</summary>
    public int Width;

    /// <summary>The sequence's blocks.</summary>
    public byte** Blocks;

    /// <summary>Where in a block the layer and head of this task begin.</summary>
    public nint Offset;

    /// <summary>Keys of a block: a row a token, a column a dimension.</summary>
    public TileLayout Keys;

    /// <summary>Values of a block, behind its keys: a row a dimension, a column a token.</summary>
    public TileLayout Values;

    /// <summary>The first block that any position looks at.</summary>
    public readonly int FirstBlock => Math.Max(0, FirstPosition - Window + 1) / BlockTokens;

    /// <summary>What the kernels need to write on: scores, probabilities' sums and outputs of all queries.</summary>
    public static int ScratchFloats(int width) => MaxQueries * (BlockTokens + 2 * ((width + 31) / 32 * 32) + 2);
}
