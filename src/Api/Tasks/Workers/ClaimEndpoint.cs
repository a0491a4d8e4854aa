using System.Text.Json;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Workers;

/// <summary>Hands tasks to workers.</summary>
internal sealed class ClaimEndpoint(TaskClaims claims, HeldLeases held)
{
    public async Task ClaimAsync(HttpContext context)
    {
        if (await JsonBody.ReadAsync(context) is not { } body)
        {
            return;
        }

        string[] bound = [.. Person.QueuesOf(context.User)];
        ClaimAsked? asked;
        Refusal? refusal;
        using (body)
        {
            asked = ClaimReader.Read(WholeBody.SkipMark(body.Span), bound, out refusal);
        }

        if (asked is null)
        {
            await refusal!.AnswerAsync(context);
            return;
        }

        var wait = PreferWait.Read(context.Request.Headers["Prefer"]);
        var claimed = await claims.ClaimAsync(asked, TimeSpan.FromSeconds(wait ?? 0), context.RequestAborted);
        if (context.RequestAborted.IsCancellationRequested)
        {
            await (claimed.Items.Count > 0 ? claims.GiveBackAsync(claimed.Items.Select(item => item.Task)) : Task.CompletedTask);
            return;
        }

        if (bound.Length > 0)
        {
            held.Remember(claimed.Items);
        }

        if (wait is not null)
        {
            context.Response.Headers["Preference-Applied"] = $"wait={wait}";
        }

        await JsonReply.SendAsync(context, StatusCodes.Status200OK, json => Write(json, claimed), SizeOf(claimed));
    }

    private static void Write(Utf8JsonWriter json, TasksClaimed claimed)
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var (queue, task) in claimed.Items)
        {
            TaskWriter.Write(json, queue, task);
        }

        json.WriteEndArray();
        json.WriteStartArray("paused"u8);
        foreach (var queue in claimed.Paused)
        {
            json.WriteStringValue(queue);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>About how long the answer is, so that its buffer need not grow.</summary>
    private static int SizeOf(TasksClaimed claimed) => claimed.Items.Sum(item => item.Task.Payload.Length + 400) + 100;
}
