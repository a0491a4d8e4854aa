using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Downloads.Models;

namespace Switchyard.Downloads.Pickles;

public sealed class PickleReaderProperties(PickledModels models) : IClassFixture<PickledModels>
{
    /// <summary>Bytes of memory for each byte of a pickle, and for any pickle at all.</summary>
    private const int MostForByte = 512;
    private const int MostForAny = 64 * 1024;

    [Property(MaxTest = 20_000)]
    public Property Opcodes_at_random_give_a_value_or_a_refusal_in_bounded_memory()
    {
        var opcodes = Gen.Elements(Enum.GetValues<PickleOpcode>()).Select(opcode => (byte)opcode);
        var bytes = Gen.Frequency((8, opcodes), (2, Gen.Choose(0, 4).Select(b => (byte)b)), (1, Gen.Choose(0, 255).Select(b => (byte)b)));
        return Prop.ForAll(bytes.ArrayOf().ToArbitrary(), pickle => IsValueOrRefusal([0x80, 4, .. pickle, (byte)PickleOpcode.Stop]));
    }

    [Property(MaxTest = 20_000)]
    public bool A_model_with_changed_bytes_gives_a_value_or_a_refusal(byte which, PositiveInt at, byte value, PositiveInt second, byte other)
    {
        var (vectorizer, classifier) = models.Copy(which / 2);
        var model = which % 2 == 0 ? vectorizer : classifier;
        model[at.Get % model.Length] = value;
        model[second.Get % model.Length] = other;
        return IsValueOrRefusal(model);
    }

    [Property(MaxTest = 5_000)]
    public bool Models_with_changed_bytes_give_a_classifier_or_a_refusal(byte which, PositiveInt at, byte value, PositiveInt second, byte other)
    {
        var (vectorizer, classifier) = models.Copy(which);
        vectorizer[at.Get % vectorizer.Length] = value;
        classifier[second.Get % classifier.Length] = other;
        try
        {
            var model = TextClassifier.Read(vectorizer, classifier);
            return model.Classes.Contains(model.Predict("the bank scores in the final"));
        }
        catch (Exception refused) when (refused is PickleRefusedException or ModelRefusedException)
        {
            return true;
        }
    }

    private static bool IsValueOrRefusal(byte[] pickle)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            PickleReader.Read(pickle);
        }
        catch (PickleRefusedException)
        {
            // As it should be.
        }

        return GC.GetAllocatedBytesForCurrentThread() - before < MostForAny + ((long)MostForByte * pickle.Length);
    }
}
