using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace LongWriter;

/// <summary>The reference's log-probabilities of all pairs: computed once, and kept in a file under a fingerprint of what they are of.</summary>
internal sealed class ReferenceScores
{
    public const string FileName = "reference.safetensors";
    private const string Chosen = "chosen", Rejected = "rejected", Fingerprint = "fingerprint";
    private const int NumbersAtOnce = 1 << 20;

    private readonly (double[] Chosen, double[] Rejected)[] _pairs;

    private ReferenceScores((double[], double[])[] pairs) => _pairs = pairs;

    /// <summary>Of a pair's sides.</summary>
    public (double[] Chosen, double[] Rejected) this[int pair] => _pairs[pair];

    /// <summary>Computes them.</summary>
    public static ReferenceScores Of(TrainingPass pass, IReadOnlyList<PreferencePair> pairs, int packLength, Action<TokenPack, double> computed)
    {
        var scores = AnswerScores.Of(pass, pairs.SelectMany(static p => p.Sides), packLength, computed);
        return new([.. pairs.Select(p => (scores[p.Chosen], scores[p.Rejected]))]);
    }

    /// <summary>Reads them, where the file has those of this fingerprint and these pairs.</summary>
    public static ReferenceScores? Read(string path, string fingerprint, IReadOnlyList<PreferencePair> pairs)
    {
        if (!File.Exists(path))
            return null;

        using var file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault(Fingerprint) != fingerprint)
            return null;

        var (chosen, rejected) = (Numbers(file, Chosen, pairs.Select(static p => p.Chosen)), Numbers(file, Rejected, pairs.Select(static p => p.Rejected)));
        return chosen is null || rejected is null ? null : new([.. chosen.Zip(rejected)]);
    }

    /// <summary>Writes them. What they were computed in is fp32, so nothing is lost.</summary>
    public void Write(string path, string fingerprint)
    {
        AtomicFile.CreateFolder(Path.GetDirectoryName(path)!);
        SafetensorsWriter.Write(path, [Entry(Chosen, _pairs.Select(static p => p.Chosen)), Entry(Rejected, _pairs.Select(static p => p.Rejected))], new Dictionary<string, string> { [Fingerprint] = fingerprint });
    }

    /// <summary>Fingerprint of a model: its shape and all its numbers.</summary>
    public static string FingerprintOf(ModelWeights weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(weights.Config.ToString()));
        foreach (var tensor in ModelTensor.Of(weights.Config))
        {
            var height = Math.Clamp(NumbersAtOnce / tensor.Columns, 1, tensor.Rows);
            var numbers = new float[height * tensor.Columns];
            for (var first = 0; first < tensor.Rows; first += height)
            {
                var rows = numbers.AsSpan(0, Math.Min(height, tensor.Rows - first) * tensor.Columns);
                weights.Read(tensor, first, rows);
                hash.AppendData(MemoryMarshal.AsBytes(rows));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static SafetensorsEntry Entry(string name, IEnumerable<double[]> answers)
    {
        var numbers = answers.SelectMany(static a => a).Select(static x => (float)x).ToArray();
        return SafetensorsEntry.Float32(name, [numbers.Length], numbers);
    }

    private static List<double[]>? Numbers(SafetensorsFile file, string name, IEnumerable<TrainingSequence> sides)
    {
        var lengths = sides.Select(static s => s.Targets).ToList();
        if (file.Find(name) is not { Type: SafetensorsType.F32 } stored || stored.ElementCount != lengths.Sum(static n => (long)n))
            return null;

        var (answers, first) = (new List<double[]>(), 0L);
        foreach (var length in lengths)
        {
            var numbers = new float[length];
            file.Read(stored, first, numbers.AsSpan());
            answers.Add([.. numbers.Select(static x => (double)x)]);
            first += length;
        }

        return answers;
    }
}
