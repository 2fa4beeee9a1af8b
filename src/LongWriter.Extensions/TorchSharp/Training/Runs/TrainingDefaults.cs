using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace LongWriter;

/// <summary>Puts the defaults into a run's file: source-generated serializers give a property with <c>init</c> that is left out not its own default but zero (dotnet/runtime, issue 58770).</summary>
internal static class TrainingDefaults
{
    private static readonly Dictionary<Type, JsonObject> Defaults = new()
    {
        [typeof(TrainingOptions)] = Of(new TrainingOptions { OutputFolder = "" }, nameof(TrainingOptions.OutputFolder)),
        [typeof(LearningRateSchedule)] = Of(new LearningRateSchedule()),
        [typeof(AdamWOptions)] = Of(new AdamWOptions()),
        [typeof(DpoOptions)] = Of(new DpoOptions()),
        [typeof(LoraOptions)] = Of(new LoraOptions()),
        [typeof(EvaluationOptions)] = Of(new EvaluationOptions()),
    };

    /// <summary>Completes a file in place.</summary>
    public static JsonObject Complete(JsonObject file)
    {
        Complete(file, TrainingJson.Config.TrainingRunFile);
        return file;
    }

    private static void Complete(JsonObject given, JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (given[property.Name] is JsonObject inner)
                Complete(inner, TrainingJson.Config.GetTypeInfo(property.PropertyType)!);
            else if (!given.ContainsKey(property.Name) && Defaults.GetValueOrDefault(type.Type)?[property.Name] is { } value)
                given[property.Name] = value.DeepClone();
        }
    }

    private static JsonObject Of<T>(T defaults, string? required = null)
    {
        var node = JsonSerializer.SerializeToNode(defaults, TrainingJson.Config.GetTypeInfo(typeof(T))!)!.AsObject();
        if (required is not null)
            node.Remove(JsonNamingPolicy.CamelCase.ConvertName(required));
        return node;
    }
}
