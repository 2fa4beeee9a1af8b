using System.Text.Json;
using System.Text.Json.Nodes;

namespace LongWriter;

/// <summary>
/// Puts right what compatible servers send and the SDK does not take: finish reasons of their own, empty roles, nulls in place of
/// arrays, times with fractions, reasoning under another name.
/// </summary>
internal static class AnswerRepair
{
    /// <summary>Repairs an answer or a piece of one.</summary>
    /// <param name="answer">The object, changed in place.</param>
    /// <param name="finished">Whether it says why the answer ended.</param>
    /// <param name="failed">The finish reason, where it says that the server gave up.</param>
    /// <returns>Whether anything was changed.</returns>
    public static bool Apply(JsonObject answer, out bool finished, out string? failed)
    {
        finished = false;
        failed = null;
        var changed = RemoveUnless(answer, "created", static v => v.GetValueKind() == JsonValueKind.Number && v.TryGetValue<long>(out _));
        foreach (var name in (ReadOnlySpan<string>)["id", "model", "object", "system_fingerprint", "service_tier"])
            changed |= RemoveUnless(answer, name, static v => v.GetValueKind() == JsonValueKind.String);

        if (answer.ContainsKey("choices") && answer["choices"] is not JsonArray)
            changed |= answer.Remove("choices");
        if (answer.ContainsKey("usage") && answer["usage"] is not JsonObject)
            changed |= answer.Remove("usage");

        if (answer["choices"] is JsonArray choices)
        {
            foreach (var choice in choices.OfType<JsonObject>())
            {
                changed |= RepairChoice(choice);
                changed |= RepairReason(choice, ref finished, ref failed);
            }
        }

        return changed;
    }

    private static bool RepairChoice(JsonObject choice)
    {
        var changed = false;
        if (choice.ContainsKey("delta") && choice["delta"] is null)
        {
            choice["delta"] = new JsonObject();
            changed = true;
        }

        foreach (var part in (ReadOnlySpan<JsonObject?>)[choice["delta"] as JsonObject, choice["message"] as JsonObject])
        {
            if (part is null)
                continue;

            if (part["role"] is { } role && !(role is JsonValue text && text.TryGetValue(out string? name) && name is "assistant" or "user" or "system" or "tool" or "developer"))
            {
                part["role"] = "assistant";
                changed = true;
            }

            // vLLM and OpenRouter call it reasoning; the client reads DeepSeek's name.
            if (part["reasoning"] is JsonValue reasoning && reasoning.GetValueKind() == JsonValueKind.String && part["reasoning_content"] is null)
            {
                part["reasoning_content"] = reasoning.DeepClone();
                changed = true;
            }

            if (part.ContainsKey("tool_calls") && part["tool_calls"] is not JsonArray)
                changed |= part.Remove("tool_calls");
        }

        return changed;
    }

    private static bool RepairReason(JsonObject choice, ref bool finished, ref string? failed)
    {
        if (choice["finish_reason"] is not { } reason)
            return false;

        var said = reason is JsonValue value && value.TryGetValue(out string? text) ? text : "";
        if (said.Length == 0)
        {
            choice["finish_reason"] = null;
            return true;
        }

        finished = true;
        var known = said.ToLowerInvariant() switch
        {
            "stop" or "length" or "content_filter" or "tool_calls" or "function_call" => said,
            "max_tokens" or "max_length" or "model_length" or "max_output_tokens" => "length",
            "safety" or "recitation" or "sensitive" or "blocklist" or "prohibited_content" => "content_filter",
            "error" or "abort" or "insufficient_system_resource" or "network_error" or "cancelled" => null,
            _ => "stop",
        };
        if (known is null)
        {
            failed = said;
            return false;
        }

        if (known == said)
            return false;

        choice["finish_reason"] = known;
        return true;
    }

    /// <summary>Removes a property, null included, that is not of the kind the SDK reads without looking.</summary>
    private static bool RemoveUnless(JsonObject answer, string name, Func<JsonValue, bool> isFine)
    {
        if (!answer.TryGetPropertyValue(name, out var node) || (node is JsonValue value && isFine(value)))
            return false;

        return answer.Remove(name);
    }
}
