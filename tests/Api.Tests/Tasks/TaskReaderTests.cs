using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Tasks.Queues;
using Switchyard.Tasks.Schedules;
using Switchyard.Tasks.Submission;
using Switchyard.Tasks.Workers;

namespace Switchyard.Tasks;

public sealed class TaskReaderTests
{
    [Property]
    public void What_is_sent_is_read(
        NonEmptyString name, NonNull<string> group, NonEmptyString key, NonEmptyString[] tags, int priority, PositiveInt attempts)
    {
        var (title, tag) = (Sound(name.Get), tags.Take(TaskLimits.Tags).Select(one => Sound(one.Get)).ToArray());
        var task = Read(new JsonObject
        {
            ["queue"] = "a.B_9-",
            ["payload"] = null,
            ["name"] = title,
            ["priority"] = priority % 101,
            ["groupKey"] = Sound(group.Get),
            ["uniqueKey"] = Sound(key.Get),
            ["tags"] = new JsonArray([.. tag.Select(one => (JsonNode)one)]),
            ["maxAttempts"] = 1 + (attempts.Get % 1000),
            ["delay"] = "PT1M",
            ["timeout"] = 2.5,
            ["deadline"] = "01:00:00",
            ["uniqueFor"] = 60,
        });

        Assert.Equal(("a.B_9-", "null", title), (task.Queue, Encoding.UTF8.GetString(task.Payload), task.Name));
        Assert.Equal((priority % 101, Sound(group.Get), Sound(key.Get)), (task.Priority, task.GroupKey, task.UniqueKey));
        Assert.Equal(tag, task.Tags);
        Assert.Equal((1 + (attempts.Get % 1000), TimeSpan.FromSeconds(2.5)), (task.MaxAttempts, task.Timeout));
        Assert.Equal((Sent.Now.AddMinutes(1), Sent.Now.AddHours(1), Sent.Now.AddMinutes(1)), (task.NotBefore, task.Deadline, task.UniqueUntil));
        Assert.Equal("somebody", task.Owner);
    }

    [Fact]
    public void Of_a_member_that_comes_twice_the_last_counts() =>
        Assert.Equal("b", Assert.Single(Sent.One("""{"queue":"a","payload":1,"queue":"b","payload":2}"""u8.ToArray()).Tasks).Queue);

    [Fact]
    public void Names_may_be_escaped() =>
        Assert.Equal("x", Assert.Single(Sent.One("""{"\u0071ueue":"\u0078","p\u0061yload":1}"""u8.ToArray()).Tasks).Queue);

    [Fact]
    public void Null_is_not_said() =>
        Assert.Equal(0, Assert.Single(Sent.One("""{"queue":"q","payload":1,"priority":null,"tags":null,"delay":null,"deadline":null,"trace":null}"""u8.ToArray()).Tasks).Priority);

    [Fact]
    public void A_time_that_has_passed_is_at_once() =>
        Assert.Null(Assert.Single(Sent.One("""{"queue":"q","payload":1,"notBefore":"2020-01-01T00:00:00+01:00"}"""u8.ToArray()).Tasks).NotBefore);

    [Theory]
    [InlineData("""{"payload":1}""", "queue is missing.")]
    [InlineData("""{"queue":"q"}""", "payload is missing. It may be any JSON, also null.")]
    [InlineData("""{"queue":"a b","payload":1}""", "queue must be 1 to 100 of A-Z a-z 0-9 . _ -.")]
    [InlineData("""{"queue":"","payload":1}""", "queue must be a text of 1 to 100 characters.")]
    [InlineData("""{"queue":"tickets","payload":1}""", "queue 'tickets' is a door's own, and takes no tasks.")]
    [InlineData("""{"queue":"q","payload":1,"prio":{"a":[1]}}""", "'prio' is not known.")]
    [InlineData("""{"queue":"q","payload":1,"\ud800":1}""", "is not known.")]
    [InlineData("""{"queue":"q","payload":1,"priority":101}""", "priority must be a whole number from -100 to 100.")]
    [InlineData("""{"queue":"q","payload":1,"priority":"1"}""", "priority must be")]
    [InlineData("""{"queue":"q","payload":1,"name":"a\u0000b"}""", "name holds a NUL character or half of a surrogate pair.")]
    [InlineData("""{"queue":"q","payload":1,"name":"\udc00"}""", "name holds a NUL")]
    [InlineData("""{"queue":"q","payload":1,"tags":["a",1]}""", "tags must be")]
    [InlineData("""{"queue":"q","payload":1,"tags":"a"}""", "tags must be an array of texts.")]
    [InlineData("""{"queue":"q","payload":1,"delay":-1}""", "delay must be")]
    [InlineData("""{"queue":"q","payload":1,"delay":1,"notBefore":"2030-01-01T00:00:00Z"}""", "delay and notBefore do not go together.")]
    [InlineData("""{"queue":"q","payload":1,"notBefore":"2030-01-01T00:00:00"}""", "notBefore must be a time with its offset")]
    [InlineData("""{"queue":"q","payload":1,"deadline":"soon"}""", "deadline must be")]
    [InlineData("""{"queue":"q","payload":1,"uniqueFor":1}""", "uniqueFor goes only with uniqueKey.")]
    [InlineData("""{"queue":"q","payload":1,"maxAttempts":0}""", "maxAttempts must be")]
    [InlineData("""{"queue":"q","payload":1,"trace":{"traceparent":"00-0-0-00"}}""", "traceparent must be as W3C has it")]
    [InlineData("""{"queue":"q","payload":1,"trace":{"tracestate":"a=b"}}""", "traceparent must be")]
    [InlineData("""[1]""", "The body must be a task")]
    [InlineData("""{"queue":"q","payload":NaN}""", "The body is no JSON")]
    [InlineData("""{"queue":"q","payload":1}{}""", "The body is no JSON")]
    [InlineData("""{"queue":"q","payload":1""", "The body is no JSON")]
    [InlineData("", "The body is no JSON")]
    public void It_is_refused(string body, string why)
    {
        var batch = Sent.One(Encoding.UTF8.GetBytes(body));

        Assert.Equal(400, batch.First!.Status);
        Assert.Contains(why, batch.First.Detail, StringComparison.Ordinal);
        Assert.Empty(batch.Tasks);
    }

    [Fact]
    public void A_key_names_its_own_queues_alone()
    {
        var batch = new TaskBatch(Sent.Somebody("mine"));
        batch.ReadOne("""{"queue":"mine","payload":1}"""u8, default, Sent.Now);
        batch.ReadOne("""{"queue":"others","payload":1}"""u8, default, Sent.Now);

        Assert.Equal("mine", Assert.Single(batch.Tasks).Queue);
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new System.Text.Json.Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            batch.Write(writer, [new SubmittedTask(7, Existing: false)]);
            writer.WriteEndArray();
        }

        var answers = JsonNode.Parse(json.WrittenSpan)!;
        Assert.Equal((7, 403), ((int)answers[0]!["id"]!, (int)answers[1]!["error"]!["status"]!));
    }

    [Fact]
    public void One_of_many_refuses_itself_and_says_where()
    {
        var batch = new TaskBatch(Sent.Somebody());

        Assert.Null(batch.ReadArray("""[{"queue":"q","payload":1},5,{"queue":"q","payload":2,"priority":"high"},{"queue":"q","payload":3}]"""u8, Sent.Now));
        Assert.Equal((4, 2), (batch.Count, batch.Tasks.Count));
        using var json = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            batch.Write(writer, [new SubmittedTask(7, Existing: false), new SubmittedTask(8, Existing: true)]);
            writer.WriteEndArray();
        }

        var answers = JsonNode.Parse(json.ToArray())!.AsArray();
        Assert.Equal("""{"id":7}""", answers[0]!.ToJsonString());
        Assert.Equal("[1] must be a task, which is an object.", (string?)answers[1]!["error"]!["detail"]);
        Assert.StartsWith("[2].priority must be", (string?)answers[2]!["error"]!["detail"], StringComparison.Ordinal);
        Assert.Equal("""{"id":8,"existing":true}""", answers[3]!.ToJsonString());
    }

    [Property(MaxTest = 3000)]
    public Property Junk_is_refused_and_never_throws() => Prop.ForAll(Junk().ToArbitrary(), junk =>
    {
        var batch = Sent.One(junk);
        Assert.Equal(1, batch.Count);
        Assert.True(batch.First is null ? batch.Tasks.Count == 1 : batch.First.Status is >= 400 and < 500);
        new TaskBatch(Sent.Somebody()).ReadArray([(byte)'[', .. junk, (byte)']'], Sent.Now);
        ClaimReader.Read(junk, [], out _);
        ActReader.Renewals(junk, out _);
        ActReader.Completions(junk, out _);
        ActReader.Failures(junk, out _);
        PolicyReader.Read(junk, out _);
        ScheduleReader.Read(junk, Sent.Somebody(), Sent.Now, out _);
    });

    /// <summary>Random bytes, and valid bodies with some bytes changed: these get past the first few checks.</summary>
    private static Gen<byte[]> Junk()
    {
        byte[][] valid =
        [
            """{"queue":"q","payload":{"a":[1.5,"\u00e9",{}]},"name":"n","tags":["a"],"delay":"PT1S","deadline":"2030-01-01T00:00:00Z","trace":{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}}"""u8.ToArray(),
            """{"worker":"w","queues":["a","b"],"max":10,"lease":"00:01:00"}"""u8.ToArray(),
            """{"items":[{"id":1,"leaseNumber":2,"progress":0.5,"log":"\u00e9"}],"lease":30}"""u8.ToArray(),
            """{"items":[{"id":1,"leaseNumber":2,"result":{"a":[]}}]}"""u8.ToArray(),
            """{"items":[{"id":1,"leaseNumber":2,"error":"\ud83d\ude00","retry":true,"retryAfter":"PT1S"}]}"""u8.ToArray(),
            """{"lease":1,"backoff":{"first":1,"factor":2,"most":"P1D","jitter":0.1},"rate":{"limit":1,"per":1},"retention":{"completed":null}}"""u8.ToArray(),
            """{"cron":"* * * * *","timeZone":"Europe/Berlin","missed":"one","task":{"queue":"q","payload":[ 1 ]}}"""u8.ToArray(),
        ];
        var bytes = ArbMap.Default.GeneratorFor<byte>();
        var changed = from body in Gen.Elements(valid)
                      from changes in (from at in Gen.Choose(0, body.Length - 1)
                                       from to in Gen.OneOf(bytes, Gen.Elements("{}[]\",:\\0u"u8.ToArray()))
                                       select (at, to)).NonEmptyListOf()
                      select changes.Aggregate((byte[])body.Clone(), (copy, change) =>
                      {
                          copy[change.at] = change.to;
                          return copy;
                      });
        return Gen.OneOf(bytes.ArrayOf(), changed);
    }

    private static NewTask Read(JsonObject task)
    {
        var batch = Sent.One(Encoding.UTF8.GetBytes(task.ToJsonString()));
        Assert.Null(batch.First);
        return batch.Tasks[0];
    }

    /// <summary>What of a text may be sent.</summary>
    private static string Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '?') is var sound && sound.Length <= 100
        ? sound
        : sound[..100];
}
