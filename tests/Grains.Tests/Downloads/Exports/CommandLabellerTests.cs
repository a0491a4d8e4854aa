using Switchyard.Compute.Runs;
using Switchyard.Compute.Services;

namespace Switchyard.Downloads.Exports;

public sealed class CommandLabellerTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-labeller-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_reads_texts_and_answers_labels_in_their_order()
    {
        // What it answers is what it was sent, as a string of its own.
        var labels = await LabelAsync("""sed 's/["\\]/\\&/g; s/.*/"&"/'""", "a", "b\nc", "\"q\" 😀");

        Assert.Equal(["""{"text":"a"}""", """{"text":"b\nc"}""", """{"text":"\u0022q\u0022 \uD83D\uDE00"}"""], labels);
    }

    [Fact]
    public async Task It_works_in_its_directory() =>
        Assert.Equal([_root.FullName], await LabelAsync("cat > /dev/null; printf '\"%s\"\\n' \"$(pwd)\"", "a"));

    [Fact]
    public async Task It_may_read_all_texts_before_it_answers()
    {
        var texts = Enumerable.Range(0, 100_000).Select(i => $"text {i} {new string('x', 100)}");

        var labels = await LabelAsync("""sort | sed 's/.*/"y"/'""", [.. texts]);

        Assert.Equal(100_000, labels.Count);
        Assert.Same(labels[0], labels[^1]);
    }

    [Theory]
    [InlineData("cat > /dev/null; echo oops >&2; exit 3", "The predictor ended with exit code 3. It said: oops")]
    [InlineData("echo oops >&2; exit 3", "The predictor ended with exit code 3. It said: oops")]
    [InlineData("true", "The predictor answered 0 labels for 2 texts.")]
    [InlineData("""cat > /dev/null; echo '"x"'""", "The predictor answered 1 labels for 2 texts.")]
    [InlineData("""cat > /dev/null; echo '"x"'; echo '"x"'; echo '"x"'; sleep 1000""", "The predictor answered more labels than the 2 texts.")]
    [InlineData("cat > /dev/null; echo x; sleep 1000", "Line 1 of the predictor's answer is not a JSON string.")]
    [InlineData("""cat > /dev/null; echo '"x"'; echo null""", "Line 2 of the predictor's answer is not a JSON string.")]
    public async Task Anything_else_than_a_label_for_each_text_is_a_failure(string script, string message)
    {
        var failure = await Assert.ThrowsAsync<ServiceFailedException>(() => LabelAsync(script, "a", new string('b', 1 << 20)));

        Assert.Equal(message, failure.Message);
        await WorkingProcesses.AreGoneAsync(_root.FullName, Token);
    }

    [Fact]
    public async Task Only_the_end_of_what_it_complains_is_told()
    {
        var failure = await Assert.ThrowsAsync<ServiceFailedException>(() => LabelAsync("yes | head -c 1000000 >&2; echo last >&2; exit 1", "a"));

        Assert.InRange(failure.Message.Length, 4000, 5000);
        Assert.EndsWith("last", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_named()
    {
        var failure = await Assert.ThrowsAsync<ServiceFailedException>(() =>
            new CommandLabeller(["no-such-program"], _root.FullName).LabelAsync(Texts("a"), 1, _ => { }, Token));

        Assert.Equal("The predictor no-such-program cannot be started: No such file or directory.", failure.Message);
    }

    [Fact]
    public async Task Texts_that_cannot_be_read_end_it()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            new CommandLabeller(["sleep", "1000"], _root.FullName).LabelAsync(BrokenTexts(), 2, _ => { }, Token));

        await WorkingProcesses.AreGoneAsync(_root.FullName, Token);
    }

    [Fact]
    public async Task Cancelled_it_ends()
    {
        using var cancel = new CancellationTokenSource();
        var labelling = new CommandLabeller(["sh", "-c", """echo '"x"'; sleep 1000"""], _root.FullName)
            .LabelAsync(Texts("a", "b"), 2, _ => cancel.Cancel(), cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => labelling);
        await WorkingProcesses.AreGoneAsync(_root.FullName, Token);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private async Task<IReadOnlyList<string>> LabelAsync(string script, params string[] texts)
    {
        var labels = await new CommandLabeller(["sh", "-c", script], _root.FullName).LabelAsync(Texts(texts), texts.Length, _ => { }, Token);
        return [.. labels.Select(label => label.ToString())];
    }

    private static async IAsyncEnumerable<string> Texts(params string[] texts)
    {
        await Task.CompletedTask;
        foreach (var text in texts)
        {
            yield return text;
        }
    }

    private static async IAsyncEnumerable<string> BrokenTexts()
    {
        await Task.CompletedTask;
        yield return "a";
        throw new InvalidDataException();
    }
}
