using System.Text;

namespace Switchyard.Downloads.Pickles;

/// <summary>What the few calls that are allowed would make in Python; nothing is called here.</summary>
internal static class PickleCalls
{
    private static readonly Encoding Latin1 = Encoding.GetEncoding(
        Encoding.Latin1.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    /// <exception cref="PickleRefusedException">The call is none of those.</exception>
    public static PickledValue Result(PickledValue called, PickledValue arguments) => (called as PickledGlobal, (arguments as PickledTuple)?.Items) switch
    {
        ({ } f, [PickledGlobal array, PickledTuple, PickledBytes]) when f == PickledGlobal.Reconstruct && array == PickledGlobal.NdArray => new PickledArray(),
        ({ } f, [PickledBytes data, PickledDType type, PickledTuple shape, PickledText order]) when f == PickledGlobal.FromBuffer => PickledArray.FromBuffer(data, type, shape, order.Value),
        ({ } f, [PickledText name, PickledBool or PickledInteger, PickledBool or PickledInteger]) when f == PickledGlobal.DType => new PickledDType(name.Value),
        ({ } f, [PickledDType type, PickledBytes value]) when f == PickledGlobal.Scalar => PickledArray.Scalar(type, value),
        ({ } f, [PickledText text, PickledText { Value: "latin1" }]) when f == PickledGlobal.Encode => Encoded(text.Value),
        ({ } f, []) when f == PickledGlobal.Bytes => new PickledBytes([]),
        ({ } f, [PickledList items]) when f == PickledGlobal.Set || f == PickledGlobal.FrozenSet => new PickledSet(items.Items),
        ({ } f, [PickledText or PickledGlobal]) when f == PickledGlobal.BitGenerator => new PickledRandomState(),
        ({ } f, [PickledText or PickledRandomState, ..]) when f == PickledGlobal.RandomState => new PickledRandomState(),
        _ => throw new PickleRefusedException($"The pickle calls {called.Kind} with unknown arguments, which is not allowed."),
    };

    private static PickledBytes Encoded(string text)
    {
        try
        {
            return new PickledBytes(Latin1.GetBytes(text));
        }
        catch (EncoderFallbackException)
        {
            throw new PickleRefusedException("The pickle holds bytes, written as text, that are none.");
        }
    }
}
