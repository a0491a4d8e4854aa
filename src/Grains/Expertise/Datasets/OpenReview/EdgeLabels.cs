using System.Text.Json;

namespace Switchyard.Expertise.Datasets.OpenReview;

/// <summary>The labels that the edges of an invitation may have.</summary>
internal static class EdgeLabels
{
    /// <summary>The first of <c>edit.label.param.enum</c> or, in the first API, of <c>reply.content.label.value-radio</c>; null when there is none.</summary>
    public static string? First(JsonElement invitation) =>
        Text(At(invitation, "edit", "label", "param", "enum")) ?? Text(At(invitation, "edge", "label", "param", "enum"))
        ?? Text(At(invitation, "reply", "content", "label", "value-radio")) ?? Text(At(invitation, "reply", "content", "label", "value-dropdown"));

    private static JsonElement? At(JsonElement from, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from))
            {
                return null;
            }
        }

        return from;
    }

    private static string? Text(JsonElement? labels) =>
        labels is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.String } first
            ? first.GetString()
            : null;
}
