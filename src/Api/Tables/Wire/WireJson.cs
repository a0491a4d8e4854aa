using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Switchyard.Tables.Wire;

/// <summary>JSON as the original writes it: compact, ASCII only, with a newline at the end. Keys are written in their order.</summary>
/// <param name="sizeHint">Bytes expected.</param>
internal sealed class WireJson(Action<Utf8JsonWriter> write, int sizeHint = 1024) : IResult, IContentTypeHttpResult
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string? ContentType => "application/json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Render();
        httpContext.Response.ContentType = ContentType;
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    internal ReadOnlyMemory<byte> Render()
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, sizeHint));
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        buffer.Write("\n"u8);
        return Ascii.IsValid(buffer.WrittenSpan) ? buffer.WrittenMemory : Escape(buffer.WrittenSpan);
    }

    /// <summary>In JSON, what is not ASCII stands inside strings only: there an escape means the same.</summary>
    private static ReadOnlyMemory<byte> Escape(ReadOnlySpan<byte> json)
    {
        var escaped = new ArrayBufferWriter<byte>(json.Length + (json.Length / 4));
        Span<char> units = stackalloc char[2];
        while (!json.IsEmpty)
        {
            var plain = json.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            plain = plain < 0 ? json.Length : plain;
            escaped.Write(json[..plain]);
            json = json[plain..];
            if (json.IsEmpty)
            {
                break;
            }

            Rune.DecodeFromUtf8(json, out var rune, out var length);
            json = json[length..];
            foreach (var unit in units[..rune.EncodeToUtf16(units)])
            {
                WriteEscape(escaped, unit);
            }
        }

        return escaped.WrittenMemory;
    }

    private static void WriteEscape(ArrayBufferWriter<byte> to, char unit)
    {
        var span = to.GetSpan(6);
        span[0] = (byte)'\\';
        span[1] = (byte)'u';
        ((int)unit).TryFormat(span[2..6], out _, "x4", CultureInfo.InvariantCulture);
        to.Advance(6);
    }
}
