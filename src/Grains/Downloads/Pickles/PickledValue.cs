using System.Text;

namespace Switchyard.Downloads.Pickles;

/// <summary>What a pickle holds, as passive data. Values may share parts, and a hostile pickle may close a circle of them.</summary>
internal abstract class PickledValue
{
    /// <summary>What Python calls the type.</summary>
    public abstract string Kind { get; }

    /// <summary>How many values lie within each other here: bounded, so that a reader may follow them.</summary>
    public virtual int Depth => 1;
}

internal sealed class PickledNone : PickledValue
{
    public static readonly PickledNone Value = new();

    public override string Kind => "NoneType";
}

internal sealed class PickledBool(bool value) : PickledValue
{
    public static readonly PickledBool False = new(false);
    public static readonly PickledBool True = new(true);

    public bool Value => value;

    public override string Kind => "bool";
}

internal sealed class PickledInteger(long value) : PickledValue
{
    public long Value => value;

    public override string Kind => "int";
}

internal sealed class PickledFloat(double value) : PickledValue
{
    public double Value => value;

    public override string Kind => "float";
}

internal sealed class PickledText(string value) : PickledValue
{
    private static readonly UTF32Encoding Utf32 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);

    public string Value => value;

    public override string Kind => "str";

    /// <summary>As numpy stores text: at a fixed length, filled up by NUL.</summary>
    /// <exception cref="PickleRefusedException">It is no text.</exception>
    public static PickledText FromUtf32(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new PickledText(Utf32.GetString(bytes).TrimEnd('\0'));
        }
        catch (DecoderFallbackException)
        {
            throw new PickleRefusedException("The pickle holds an array of text that is none.");
        }
    }
}

/// <summary>Bytes, or a bytearray.</summary>
internal sealed class PickledBytes(byte[] value) : PickledValue
{
    public byte[] Value => value;

    public override string Kind => "bytes";
}

/// <summary>Where random numbers came from; nothing of it is kept.</summary>
internal sealed class PickledRandomState : PickledValue
{
    public override string Kind => "numpy.random.RandomState";
}
