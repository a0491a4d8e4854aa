using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services;
using Switchyard.Downloads.Models;

namespace Switchyard.Downloads.Exports;

/// <summary>
/// Labels texts by a command of the operator's. It reads a line <c>{"text": "..."}</c> for each text, and answers a line
/// with the label as a JSON string for each, in the same order, when it likes.
/// </summary>
/// <param name="command">The program and its arguments; no shell reads them.</param>
/// <param name="directory">Where it works: the model is in <c>in/clf.p</c> and <c>in/countvec.p</c>.</param>
internal sealed class CommandLabeller(IReadOnlyList<string> command, string directory) : ILabeller
{
    private const int PieceBytes = 32 << 10;
    private const int ErrorBytes = 4 << 10;

    private readonly RunLog _errors = new(headBytes: 0, tailBytes: ErrorBytes);

    /// <inheritdoc/>
    /// <exception cref="ServiceFailedException">The command failed, or answered something else than a label for each text.</exception>
    public async Task<IReadOnlyList<Label>> LabelAsync(
        IAsyncEnumerable<string> texts, long count, Action<long> labelled, CancellationToken cancellationToken)
    {
        using var process = Start();
        var errors = ReadErrorsAsync(process);
        var reading = ReadLabelsAsync(process, count, labelled, cancellationToken);
        await Task.WhenAll(
            KillOnFailureAsync(process, WriteTextsAsync(process, texts, cancellationToken)),
            KillOnFailureAsync(process, reading),
            KillOnFailureAsync(process, process.WaitForExitAsync(cancellationToken)));
        await errors;
        if (process.ExitCode != 0)
        {
            throw Failure($"The predictor ended with exit code {process.ExitCode}.");
        }

        var labels = await reading;
        return labels.Count == count ? labels : throw Failure($"The predictor answered {labels.Count} labels for {count} texts.");
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ServiceFailedException($"The predictor {command[0]} cannot be started: {new Win32Exception(e.NativeErrorCode).Message}.");
        }
    }

    private static async Task WriteTextsAsync(Process process, IAsyncEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var lines = new ArrayBufferWriter<byte>(2 * PieceBytes);
        using var json = new Utf8JsonWriter(lines);
        await using var input = process.StandardInput.BaseStream;
        try
        {
            await foreach (var text in texts.WithCancellation(cancellationToken))
            {
                json.WriteStartObject();
                json.WriteString("text", text);
                json.WriteEndObject();
                json.Flush();
                json.Reset();
                lines.Write("\n"u8);
                if (lines.WrittenCount >= PieceBytes)
                {
                    await input.WriteAsync(lines.WrittenMemory, cancellationToken);
                    lines.ResetWrittenCount();
                }
            }

            await input.WriteAsync(lines.WrittenMemory, cancellationToken);
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            // It does not read on; its exit code or its answers tell why.
        }
    }

    private async Task<List<Label>> ReadLabelsAsync(Process process, long count, Action<long> labelled, CancellationToken cancellationToken)
    {
        var labels = new List<Label>();
        var known = new Dictionary<string, Label>();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (labels.Count == count)
            {
                throw Failure($"The predictor answered more labels than the {count} texts.");
            }

            var label = Read(line) ?? throw Failure($"Line {labels.Count + 1} of the predictor's answer is not a JSON string.");
            known.TryAdd(label, label);
            labels.Add(known[label]);
            labelled(labels.Count);
        }

        return labels;
    }

    private static string? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task ReadErrorsAsync(Process process)
    {
        var piece = new byte[ErrorBytes];
        while (await process.StandardError.BaseStream.ReadAsync(piece) is var read and > 0)
        {
            _errors.Write(piece.AsSpan(0, read));
        }
    }

    private static async Task KillOnFailureAsync(Process process, Task work)
    {
        try
        {
            await work;
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private ServiceFailedException Failure(string what) => new(_errors.Length == 0 ? what : $"{what} It said: {_errors.ToString().Trim()}");
}
