using Switchyard.Downloads.Models;
using Op = Switchyard.Downloads.Pickles.PickleOpcode;

namespace Switchyard.Downloads.Pickles;

public sealed class PickleReaderTests
{
    [Fact]
    public void A_classifier_is_read_with_its_settings_and_arrays()
    {
        var model = Assert.IsType<PickledObject>(PickleReader.Read(Golden.Classifier));
        Assert.Same(PickledGlobal.LogisticRegression, model.Type);
        Assert.Equal(0.0001, Assert.IsType<PickledFloat>(model.Attributes["tol"]).Value);
        Assert.Equal(100_000, Assert.IsType<PickledInteger>(model.Attributes["max_iter"]).Value);
        Assert.True(Assert.IsType<PickledBool>(model.Attributes["fit_intercept"]).Value);
        Assert.IsType<PickledNone>(model.Attributes["n_jobs"]);
        Assert.Equal("1.2.1", Assert.IsType<PickledText>(model.Attributes["_sklearn_version"]).Value);
        var weights = Assert.IsType<PickledArray>(model.Attributes["coef_"]);
        Assert.Equal([5, 34], weights.Shape);
        Assert.Equal(5 * 34 * sizeof(double), weights.Bytes.Length);
        Assert.Equal(('f', 8, false), (weights.Type!.Code, weights.Type.Size, weights.Fortran));
    }

    [Fact]
    public void A_vectoriser_is_read_with_its_vocabulary()
    {
        var model = Assert.IsType<PickledObject>(PickleReader.Read(Golden.Vectorizer));
        var vocabulary = Assert.IsType<PickledDictionary>(model.Attributes["vocabulary_"]).Items;
        Assert.Equal(34, vocabulary.Count);
        Assert.Equal(33, Assert.IsType<PickledInteger>(vocabulary["x\u00B2"]).Value);
        Assert.IsType<PickledSet>(model.Attributes["stop_words_"]);
        Assert.Same(PickledGlobal.Int64, model.Attributes["dtype"]);
    }

    // What Python 3.11 pickles: (-1, -129, 2**31, -2**63, 0).
    [Theory]
    [InlineData("ff", -1)]
    [InlineData("7fff", -129)]
    [InlineData("0000008000", 2147483648)]
    [InlineData("0000000000000080", long.MinValue)]
    [InlineData("", 0)]
    [InlineData("ff00", 255)]
    public void Long_integers_have_their_sign(string bytes, long value)
    {
        var pickle = new PickleScript().Op(Op.Long1).Raw((byte)(bytes.Length / 2)).Raw(Convert.FromHexString(bytes)).Stop();
        Assert.Equal(value, Assert.IsType<PickledInteger>(PickleReader.Read(pickle)).Value);
    }

    [Fact]
    public void Lists_and_dictionaries_grow_item_by_item_and_by_many()
    {
        var pickle = new PickleScript()
            .Op(Op.EmptyDict).Op(Op.Memoize).Text("list").Op(Op.Memoize)
            .Op(Op.EmptyList).Integer(1).Op(Op.Append).Op(Op.Mark).Integer(2).Integer(3).Op(Op.Appends).Op(Op.SetItem)
            .Op(Op.Mark).Op(Op.LongBinGet, 1).Op(Op.BinGet).Raw(1).Op(Op.SetItems).Stop();
        var items = Assert.IsType<PickledDictionary>(PickleReader.Read(pickle)).Items;
        Assert.Equal("list", Assert.IsType<PickledText>(Assert.Single(items).Value).Value);
    }

    [Fact]
    public void A_numpy_scalar_is_the_value_that_it_stands_for()
    {
        Assert.Equal(7, Assert.IsType<PickledInteger>(Scalar("i8", 7, 0, 0, 0, 0, 0, 0, 0)).Value);
        Assert.Equal(-2, Assert.IsType<PickledInteger>(Scalar("i4", 0xFE, 0xFF, 0xFF, 0xFF)).Value);
        Assert.Equal(65534, Assert.IsType<PickledInteger>(Scalar("u2", 0xFE, 0xFF)).Value);
        Assert.Equal(0.5, Assert.IsType<PickledFloat>(Scalar("f4", 0, 0, 0, 0x3F)).Value);
        Assert.True(Assert.IsType<PickledBool>(Scalar("b1", 1)).Value);
        Assert.Equal("x", Assert.IsType<PickledText>(Scalar("U2", (byte)'x', 0, 0, 0, 0, 0, 0, 0)).Value);

        static PickledValue Scalar(string type, params byte[] bytes) => PickleReader.Read(
            new PickleScript().Global("numpy._core.multiarray", "scalar")
                .DType(type, bytes.Length == 1 ? "|" : "<", type[0] == 'U' ? bytes.Length : -1).Bytes(bytes).Op(Op.Tuple2).Op(Op.Reduce).Stop());
    }

    [Fact]
    public void A_model_cut_off_anywhere_is_refused()
    {
        foreach (var model in new[] { Golden.Classifier, Golden.Vectorizer })
        {
            for (var length = 0; length < model.Length; length++)
            {
                Assert.Throws<PickleRefusedException>(() => PickleReader.Read(model.AsSpan(0, length)));
            }

            Assert.Throws<PickleRefusedException>(() => PickleReader.Read([.. model, 0]));
        }
    }
}
