using System.Buffers.Binary;
using System.Text;

namespace Switchyard.Downloads.Pickles;

/// <summary>Writes pickles opcode by opcode, also such as no pickler would.</summary>
internal sealed class PickleScript
{
    private readonly List<byte> _bytes = [0x80, 4];

    public PickleScript Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleScript Op(PickleOpcode opcode) => Raw((byte)opcode);

    public PickleScript Op(PickleOpcode opcode, uint argument)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, argument);
        return Op(opcode).Raw(bytes);
    }

    /// <summary>Opcodes of the old, readable kind.</summary>
    public PickleScript Ascii(string text) => Raw(Encoding.ASCII.GetBytes(text));

    public PickleScript Text(string text) => Op(PickleOpcode.BinUnicode, (uint)Encoding.UTF8.GetByteCount(text)).Raw(Encoding.UTF8.GetBytes(text));

    public PickleScript Bytes(params ReadOnlySpan<byte> bytes) => Op(PickleOpcode.BinBytes, (uint)bytes.Length).Raw(bytes);

    public PickleScript Integer(int value) => Op(PickleOpcode.BinInt, (uint)value);

    public PickleScript Global(string module, string name) => Text(module).Text(name).Op(PickleOpcode.StackGlobal);

    public PickleScript Times(int count, Action<PickleScript> part)
    {
        for (var i = 0; i < count; i++)
        {
            part(this);
        }

        return this;
    }

    /// <summary>An array that awaits its state.</summary>
    public PickleScript Array() => Global("numpy.core.multiarray", "_reconstruct").Global("numpy", "ndarray")
        .Integer(0).Op(PickleOpcode.Tuple1).Bytes((byte)'b').Op(PickleOpcode.Tuple3).Op(PickleOpcode.Reduce);

    /// <summary>The type of elements.</summary>
    public PickleScript DType(string name, string order = "<", int size = -1) => Global("numpy", "dtype")
        .Text(name).Op(PickleOpcode.NewFalse).Op(PickleOpcode.NewTrue).Op(PickleOpcode.Tuple3).Op(PickleOpcode.Reduce)
        .Op(PickleOpcode.Mark).Integer(3).Text(order).Op(PickleOpcode.None).Op(PickleOpcode.None).Op(PickleOpcode.None)
        .Integer(size).Integer(-1).Integer(0).Op(PickleOpcode.Tuple).Op(PickleOpcode.Build);

    /// <summary>Ends the pickle.</summary>
    public byte[] Stop() => [.. _bytes, (byte)PickleOpcode.Stop];
}
