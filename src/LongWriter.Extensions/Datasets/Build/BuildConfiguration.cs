using System.Text.Json;
using System.Text.Json.Nodes;

namespace LongWriter;

/// <summary>Reads options from JSON over the defaults: source-generated JSON sets what is not named to nothing, not to its default.</summary>
internal static class BuildConfiguration
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The options; null where the JSON is no object.</summary>
    /// <exception cref="JsonException">It is no JSON, or has a name or value that there is not.</exception>
    public static DatasetBuildOptions? Read(byte[] json)
    {
        if (JsonNode.Parse(json, documentOptions: Lenient) is not JsonObject given)
            return null;

        var options = JsonSerializer.SerializeToNode(new DatasetBuildOptions(), BuildJson.Default.DatasetBuildOptions)!.AsObject();
        // There is none by default, so that its own defaults would be missing.
        if (given["balance"] is JsonObject)
            options["balance"] = JsonSerializer.SerializeToNode(new BalanceOptions(), BuildJson.Default.BalanceOptions);
        Merge(options, given);
        return options.Deserialize(BuildJson.Default.DatasetBuildOptions);
    }

    private static void Merge(JsonObject target, JsonObject given)
    {
        foreach (var (name, value) in given)
        {
            if (value is JsonObject inner && target[name] is JsonObject known)
                Merge(known, inner);
            else
                target[name] = value?.DeepClone();
        }
    }
}
