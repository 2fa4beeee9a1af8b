namespace LongWriter;

/// <summary>What a field may be at most: far above every published model, and small enough that no product of two overflows.</summary>
internal static class ConfigLimits
{
    public const int Vocabulary = 1 << 24;
    public const int Width = 1 << 20;
    public const int Inner = 1 << 22;
    public const int Layers = 4096;
    public const int Heads = 1 << 14;
    public const int HeadDimension = 1 << 13;
    public const int Projection = 1 << 22;
    public const int Context = 1 << 30;
    public const double Theta = 1e18;
}
