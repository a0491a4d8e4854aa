using Switchyard.Servers;
using Op = Switchyard.Downloads.Pickles.PickleOpcode;

namespace Switchyard.Downloads.Pickles;

public sealed class HostilePickleTests
{
    private static readonly Dictionary<string, (PickleScript Script, string Named)> Pickles = new()
    {
        ["a call of os.system"] = (new PickleScript().Global("os", "system").Text("id").Op(Op.Tuple1).Op(Op.Reduce), "os.system"),
        ["a call of builtins.eval"] = (new PickleScript().Global("builtins", "eval").Text("1").Op(Op.Tuple1).Op(Op.Reduce), "builtins.eval"),
        ["the old opcode for globals"] = (new PickleScript().Ascii("cos\nsystem\n(S'id'\ntR"), "os.system"),
        ["a global without an end"] = (new PickleScript().Ascii("cos"), "too early"),
        ["an old instance"] = (new PickleScript().Ascii("(S'id'\nios\nsystem\n"), "0x53"),
        ["an old instance without arguments"] = (new PickleScript().Ascii("(ios\nsystem\n"), "0x69"),
        ["an object made by a call"] = (new PickleScript().Op(Op.Mark).Global("numpy", "dtype").Raw((byte)'o'), "0x6F"),
        ["an extension"] = (new PickleScript().Raw(0x82, 1), "0x82"),
        ["a long extension"] = (new PickleScript().Raw(0x84, 1, 0, 0, 0), "0x84"),
        ["a persistent object"] = (new PickleScript().Ascii("Pid\n"), "0x50"),
        ["a persistent object from the stack"] = (new PickleScript().Text("id").Raw((byte)'Q'), "0x51"),
        ["a new object with keywords"] = (new PickleScript().Global("numpy", "dtype").Op(Op.EmptyTuple).Op(Op.EmptyDict).Raw(0x92), "0x92"),
        ["a buffer from elsewhere"] = (new PickleScript().Op(Op.NextBuffer), "out-of-band"),
        ["a read-only buffer"] = (new PickleScript().Op(Op.ReadOnlyBuffer), "out-of-band"),
        ["bytes of eight bytes' length"] = (new PickleScript().Op(Op.ByteArray8).Raw(255, 255, 255, 255, 255, 255, 255, 255), "too early"),
        ["a text of eight bytes' length"] = (new PickleScript().Raw(0x8D, 255, 255, 255, 255, 255, 255, 255, 127), "0x8D"),
        ["another module of the same name"] = (new PickleScript().Global("sklearn.linear_model._logistic.os", "system"), "os.system"),
        ["a name with a dot"] = (new PickleScript().Global("numpy", "ndarray.__class__"), "numpy.ndarray.__class__"),
        ["another class of the module"] = (new PickleScript().Global("sklearn.feature_extraction.text", "HashingVectorizer"), "HashingVectorizer"),
        ["a name that would break a line"] = (new PickleScript().Global("os\n\u001B[2J", "system"), "os??[2J.system"),
        ["a global without a name"] = (new PickleScript().Integer(1).Integer(2).Op(Op.StackGlobal), "no text"),
        ["a call of a class"] = (new PickleScript().Global("numpy", "ndarray").Integer(1).Op(Op.Tuple1).Op(Op.Reduce), "numpy.ndarray"),
        ["a call of a text"] = (new PickleScript().Text("eval").Op(Op.EmptyTuple).Op(Op.Reduce), "calls str"),
        ["a call with what is no tuple"] = (new PickleScript().Global("numpy", "dtype").Text("f8").Op(Op.Reduce), "numpy.dtype"),
        ["an array of another class"] = (new PickleScript().Global("numpy.core.multiarray", "_reconstruct").Global("numpy", "dtype").Op(Op.EmptyTuple).Bytes(1).Op(Op.Tuple3).Op(Op.Reduce), "_reconstruct"),
        ["a new object of a function"] = (new PickleScript().Global("numpy.core.multiarray", "scalar").Op(Op.EmptyTuple).Op(Op.NewObj), "scalar"),
        ["a new object with arguments"] = (new PickleScript().Global("sklearn.linear_model._logistic", "LogisticRegression").Integer(1).Op(Op.Tuple1).Op(Op.NewObj), "LogisticRegression"),
        ["state for a class"] = (new PickleScript().Global("numpy", "ndarray").Op(Op.EmptyDict).Op(Op.Build), "builds numpy.ndarray"),
        ["state for a list"] = (new PickleScript().Op(Op.EmptyList).Op(Op.EmptyDict).Op(Op.Build), "builds list"),
        ["state that is no dictionary"] = (new PickleScript().Global("sklearn.linear_model._logistic", "LogisticRegression").Op(Op.EmptyTuple).Op(Op.NewObj).Op(Op.EmptyList).Op(Op.Build), "from list"),
        ["items for an object"] = (new PickleScript().Global("numpy", "ndarray").Text("x").Integer(1).Op(Op.SetItem), "items of numpy.ndarray"),
        ["a key without a value"] = (new PickleScript().Op(Op.EmptyDict).Op(Op.Mark).Text("x").Op(Op.SetItems), "items of dict"),
        ["a key that is no text"] = (new PickleScript().Op(Op.EmptyDict).Op(Op.EmptyTuple).Integer(1).Op(Op.SetItem), "key of type tuple"),
        ["items for a list"] = (new PickleScript().Op(Op.EmptyList).Op(Op.Mark).Integer(1).Op(Op.AddItems), "adds items to list"),
        ["a call of a type of numbers"] = (new PickleScript().Global("builtins", "int").Text("1").Op(Op.Tuple1).Op(Op.Reduce), "builtins.int"),
        ["a codec"] = (new PickleScript().Global("_codecs", "encode").Text("x").Text("bz2").Op(Op.Tuple2).Op(Op.Reduce), "_codecs.encode"),
        ["text for bytes"] = (new PickleScript().Global("_codecs", "encode").Text("\u20AC").Text("latin1").Op(Op.Tuple2).Op(Op.Reduce), "that are none"),
        ["a buffer in another order"] = (new PickleScript().Global("numpy.core.numeric", "_frombuffer").Op(Op.Mark).Bytes().DType("f8").Op(Op.EmptyTuple).Text("K").Op(Op.Tuple).Op(Op.Reduce), "order K"),
        ["a buffer shorter than its shape"] = (new PickleScript().Global("numpy.core.numeric", "_frombuffer").Op(Op.Mark).Bytes(1).DType("f8").Integer(1).Op(Op.Tuple1).Text("C").Op(Op.Tuple).Op(Op.Reduce), "as long as its shape"),
        ["a text beyond Unicode"] = (new PickleScript().Global("numpy.core.multiarray", "scalar").DType("U1", size: 4).Bytes(0, 0, 0x11, 0).Op(Op.Tuple2).Op(Op.Reduce), "text that is none"),
        ["a scalar beyond 64 bits"] = (new PickleScript().Global("numpy.core.multiarray", "scalar").DType("u8").Bytes(255, 255, 255, 255, 255, 255, 255, 255).Op(Op.Tuple2).Op(Op.Reduce), "64 bits"),
        ["sets in sets"] = (new PickleScript().Times(100, script => script.Op(Op.Mark)).Op(Op.FrozenSet).Times(63, script => script.Op(Op.FrozenSet)), "too deeply"),
        ["an append to a dictionary"] = (new PickleScript().Op(Op.EmptyDict).Integer(1).Op(Op.Append), "appends to dict"),
        ["structured elements"] = (new PickleScript().DType("V8"), "V8"),
        ["big-endian elements"] = (new PickleScript().DType("f8", ">"), "big-endian"),
        ["texts of no length"] = (new PickleScript().DType("U0", size: 0), "U0"),
        ["an array longer than its data"] = (new PickleScript().Array().Op(Op.Mark).Integer(1).Integer(9).Op(Op.Tuple1).DType("f8").Op(Op.NewFalse).Bytes(1, 2, 3, 4, 5, 6, 7, 8).Op(Op.Tuple).Op(Op.Build), "as long as its shape"),
        ["an array of a negative length"] = (new PickleScript().Array().Op(Op.Mark).Integer(1).Integer(-1).Op(Op.Tuple1).DType("f8").Op(Op.NewFalse).Bytes().Op(Op.Tuple).Op(Op.Build), "a length that is none"),
        ["an array beyond all memory"] = (new PickleScript().Array().Op(Op.Mark).Integer(1).Integer(int.MaxValue).Integer(int.MaxValue).Op(Op.Tuple2).DType("f8").Op(Op.NewFalse).Bytes().Op(Op.Tuple).Op(Op.Build), "too large"),
        ["objects given as bytes"] = (new PickleScript().Array().Op(Op.Mark).Integer(1).Integer(1).Op(Op.Tuple1).DType("O8", "|").Op(Op.NewFalse).Bytes(1, 2, 3, 4, 5, 6, 7, 8).Op(Op.Tuple).Op(Op.Build), "as long as its shape"),
        ["a text longer than the pickle"] = (new PickleScript().Op(Op.BinUnicode, uint.MaxValue), "too early"),
        ["bytes longer than the pickle"] = (new PickleScript().Op(Op.BinBytes, int.MaxValue), "too early"),
        ["a frame longer than the pickle"] = (new PickleScript().Op(Op.Frame).Raw(255, 255, 255, 255, 255, 255, 255, 255), "too early"),
        ["an endless integer"] = (new PickleScript().Op(Op.Long1).Raw(255), "64 bits"),
        ["a text that is not UTF-8"] = (new PickleScript().Op(Op.ShortBinUnicode).Raw(1, 0xFF), "UTF-8"),
        ["a value never remembered"] = (new PickleScript().Op(Op.LongBinGet, uint.MaxValue), "did not remember"),
        ["a remembered nothing"] = (new PickleScript().Op(Op.Memoize), "where there is none"),
        ["a mark never set"] = (new PickleScript().Op(Op.Tuple), "did not begin"),
        ["a value from below the mark"] = (new PickleScript().Integer(1).Op(Op.Mark).Op(Op.Tuple1), "where there is none"),
        ["a mark at the end"] = (new PickleScript().Integer(1).Op(Op.Mark), "one value"),
        ["two values"] = (new PickleScript().Integer(1).Integer(1), "one value"),
        ["no value"] = (new PickleScript(), "one value"),
        ["tuples in tuples"] = (new PickleScript().Op(Op.EmptyTuple).Times(1_000_000, script => script.Op(Op.Tuple1)), "too deeply"),
        ["lists in lists"] = (new PickleScript().Times(100, script => script.Op(Op.EmptyList)).Times(99, script => script.Op(Op.Append)), "too deeply"),
        ["marks on marks"] = (new PickleScript().Times(1_000_000, script => script.Op(Op.Mark)), "too deeply"),
        ["a list in itself, over and over"] = (new PickleScript().Op(Op.EmptyList).Op(Op.Memoize).Times(100, script => script.Op(Op.BinGet).Raw(0).Op(Op.Append)), "too deeply"),
        ["values without end"] = (new PickleScript().Times(PickleStack.MostValues + 1, script => script.Op(Op.None)), "too many values"),
        ["memories without end"] = (new PickleScript().Op(Op.None).Times(PickleStack.MostValues + 1, script => script.Op(Op.Memoize)), "remembers too many"),
    };

    public static TheoryData<string> Names => [.. Pickles.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Hostile_pickles_are_refused_by_the_name_of_what_is_hostile(string name)
    {
        var (script, named) = Pickles[name];
        var refused = Assert.Throws<PickleRefusedException>(() => PickleReader.Read(script.Stop()));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("80014E2E")]
    [InlineData("80064E2E")]
    [InlineData("4E2E")]
    [InlineData("80048004")]
    public void What_is_no_pickle_of_a_known_protocol_is_refused(string bytes) =>
        Assert.Throws<PickleRefusedException>(() => PickleReader.Read(Convert.FromHexString(bytes)));

    /// <summary>Python, given the same bytes, does run what they say: here it makes a file.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_pickle_that_Python_executes_is_refused(int protocol)
    {
        var directory = Directory.CreateTempSubdirectory("switchyard-pickle-");
        var (executed, pickle) = (Path.Combine(directory.FullName, "executed"), Path.Combine(directory.FullName, "pickle"));
        await ScikitPython.RunAsync("""
            import os, pickle, sys
            class Hostile:
                def __reduce__(self):
                    return os.system, ('touch ' + sys.argv[1],)
            hostile = pickle.dumps({'coef_': [Hostile()]}, int(sys.argv[3]))
            pickle.loads(hostile)
            open(sys.argv[2], 'wb').write(hostile)
            """, [executed, pickle, $"{protocol}"], TestContext.Current.CancellationToken);
        Assert.True(File.Exists(executed));
        File.Delete(executed);
        Assert.Throws<PickleRefusedException>(() => PickleReader.Read(File.ReadAllBytes(pickle)));
        Assert.False(File.Exists(executed));
        directory.Delete(recursive: true);
    }
}
