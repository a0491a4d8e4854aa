using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Tables;

public sealed class SubmittedResultProperties
{
    [Property]
    public void What_is_written_is_read_back_however_the_bytes_are_cut(
        (int Row, int Column, NonEmptyString Mapped)[] cells, (int Column, NonEmptyString Mapped)[] columns, NonNull<string>[] errors, PositiveInt cut)
    {
        var body = new JsonObject
        {
            ["cea"] = new JsonArray([.. cells.Select(cell => new JsonObject
            {
                ["mapped"] = cell.Mapped.Get,
                ["row_id"] = cell.Row,
                ["col_id"] = cell.Column,
            })]),
            ["cta"] = new JsonObject(columns
                .DistinctBy(column => column.Column)
                .Select(column => KeyValuePair.Create(column.Column.ToString(), (JsonNode?)column.Mapped.Get))),
            ["cpa"] = null,
            ["errors"] = new JsonArray([.. errors.Select(error => (JsonNode)error.Get)]),
        };

        var result = SubmittedResult.Parse(Cut(Encoding.UTF8.GetBytes(body.ToJsonString()), cut.Get));

        Assert.Equal(cells.Select(cell => new Annotation(cell.Row, cell.Column, Sent(cell.Mapped.Get))), result.Annotations.Cea);
        Assert.Equal(
            columns.DistinctBy(column => column.Column).Select(column => new Annotation(column.Column, 0, Sent(column.Mapped.Get))),
            result.Annotations.Cta);
        Assert.Equal(errors.Select(error => Sent(error.Get)), result.Errors);
    }

    [Property(MaxTest = 2000)]
    public Property Junk_is_refused_by_name_and_never_throws_anything_else() => Prop.ForAll(
        Junk().ToArbitrary(),
        junk =>
        {
            try
            {
                SubmittedResult.Parse(Cut(junk, 7));
            }
            catch (SubmissionRefusedException)
            {
            }
        });

    /// <summary>Random bytes, and a valid body with some bytes changed: the second gets past the first few checks.</summary>
    private static Gen<byte[]> Junk()
    {
        var valid = """{"cea":[{"row_id":1,"col_id":"2","mapped":"Q\u00e9"}],"cta":{"3":"Q2"},"cpa":[],"errors":["a",{"b":[1]}],"x":[[1.5,true]]}"""u8.ToArray();
        var bytes = ArbMap.Default.GeneratorFor<byte>();
        var change = from at in Gen.Choose(0, valid.Length - 1)
                     from to in Gen.OneOf(bytes, Gen.Elements("{}[]\",:\\0u"u8.ToArray()))
                     select (at, to);
        var changed = change.NonEmptyListOf().Select(changes =>
        {
            var copy = (byte[])valid.Clone();
            foreach (var (at, to) in changes)
            {
                copy[at] = to;
            }

            return copy;
        });
        return Gen.OneOf(bytes.ArrayOf(), changed);
    }

    /// <summary>What of a string can be sent at all: lone surrogates become replacement characters.</summary>
    private static string Sent(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static ReadOnlySequence<byte> Cut(byte[] bytes, int size)
    {
        Segment? first = null, last = null;
        foreach (var chunk in bytes.Chunk(size))
        {
            last = new Segment(chunk, last);
            first ??= last;
        }

        return first is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
