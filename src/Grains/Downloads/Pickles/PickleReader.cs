using Op = Switchyard.Downloads.Pickles.PickleOpcode;

namespace Switchyard.Downloads.Pickles;

/// <summary>Reads the pickles of scikit-learn's vectorisers and linear classifiers of text, and refuses every other.</summary>
/// <remarks>
/// Nothing is executed: the opcodes that call or build in Python make passive values of the allowed types here. The memory
/// needed is a small multiple of the pickle's length, whatever lengths it claims.
/// </remarks>
internal ref struct PickleReader
{
    private const byte FirstProtocol = 2;
    private const byte LastProtocol = 5;

    private readonly PickleStack _stack = new();
    private PickleInput _input;

    private PickleReader(ReadOnlySpan<byte> pickle)
    {
        _input = new PickleInput(pickle);
    }

    /// <exception cref="PickleRefusedException">It is damaged, or names anything that is not allowed.</exception>
    public static PickledValue Read(ReadOnlySpan<byte> pickle) => new PickleReader(pickle).ReadToEnd();

    private PickledValue ReadToEnd()
    {
        if ((Op)_input.Byte() != Op.Proto || _input.Byte() is < FirstProtocol or > LastProtocol)
        {
            throw new PickleRefusedException("It is no pickle of the protocols 2 to 5.");
        }

        for (var opcode = (Op)_input.Byte(); opcode != Op.Stop; opcode = (Op)_input.Byte())
        {
            if (Value(opcode) is { } value)
            {
                _stack.Push(value);
            }
            else
            {
                Change(opcode);
            }
        }

        return _input.IsEmpty && _stack.Count == 1 && !_stack.IsMarked
            ? _stack.Pop()
            : throw new PickleRefusedException("The pickle does not end with its one value.");
    }

    /// <summary>The value that an opcode makes or recalls; null when it does something else.</summary>
    private PickledValue? Value(Op opcode) => opcode switch
    {
        Op.None => PickledNone.Value,
        Op.NewTrue => PickledBool.True,
        Op.NewFalse => PickledBool.False,
        Op.BinInt => new PickledInteger(_input.Int32()),
        Op.BinInt1 => new PickledInteger(_input.Byte()),
        Op.BinInt2 => new PickledInteger(_input.UInt16()),
        Op.Long1 => new PickledInteger(_input.Long(_input.Byte())),
        Op.BinFloat => new PickledFloat(_input.Double()),
        Op.ShortBinUnicode => new PickledText(_input.Text(_input.Byte())),
        Op.BinUnicode => new PickledText(_input.Text(_input.UInt32())),
        Op.ShortBinBytes => new PickledBytes(_input.Bytes(_input.Byte())),
        Op.BinBytes => new PickledBytes(_input.Bytes(_input.UInt32())),
        Op.ByteArray8 => new PickledBytes(_input.LongBytes()),
        Op.EmptyTuple => PickledTuple.Empty,
        Op.Tuple1 => _stack.PopTuple(1),
        Op.Tuple2 => _stack.PopTuple(2),
        Op.Tuple3 => _stack.PopTuple(3),
        Op.Tuple => new PickledTuple(_stack.PopMarked()),
        Op.EmptyList => new PickledList(),
        Op.EmptyDict => new PickledDictionary(),
        Op.EmptySet => new PickledSet(),
        Op.FrozenSet => new PickledSet(_stack.PopMarked()),
        Op.BinGet => _stack.Memo(_input.Byte()),
        Op.LongBinGet => _stack.Memo(_input.UInt32()),
        Op.Global => PickledGlobal.Find(_input.Line(), _input.Line()),
        Op.StackGlobal => Global(),
        Op.NewObj => NewObject(),
        Op.Reduce => Reduced(),
        _ => null,
    };

    private void Change(Op opcode)
    {
        switch (opcode)
        {
            case Op.Frame:
                _input.Frame();
                break;
            case Op.Memoize:
                _stack.Memoize();
                break;
            case Op.BinPut:
                _stack.Memoize(_input.Byte());
                break;
            case Op.LongBinPut:
                _stack.Memoize(_input.UInt32());
                break;
            case Op.Mark:
                _stack.Mark();
                break;
            case Op.Append:
                Append([_stack.Pop()]);
                break;
            case Op.Appends:
                Append(_stack.PopMarked());
                break;
            case Op.AddItems:
                AddItems(_stack.PopMarked());
                break;
            case Op.SetItem:
                SetItems([.. _stack.PopTuple(2).Items]);
                break;
            case Op.SetItems:
                SetItems(_stack.PopMarked());
                break;
            case Op.Build:
                Build();
                break;
            case Op.NextBuffer or Op.ReadOnlyBuffer:
                throw new PickleRefusedException("The pickle's arrays are in buffers outside of it (out-of-band), which do not come with it.");
            default:
                throw new PickleRefusedException($"The pickle uses the opcode 0x{(byte)opcode:X2}, which is not allowed.");
        }
    }

    private readonly PickledGlobal Global()
    {
        var name = _stack.PopText();
        return PickledGlobal.Find(_stack.PopText(), name);
    }

    private readonly PickledObject NewObject()
    {
        var arguments = _stack.Pop();
        var type = _stack.Pop();
        return arguments is PickledTuple { Items.Count: 0 } && type is PickledGlobal { IsModel: true } model
            ? new PickledObject(model)
            : throw new PickleRefusedException($"The pickle makes a new object of {type.Kind}, which is not allowed.");
    }

    private readonly PickledValue Reduced()
    {
        var arguments = _stack.Pop();
        return PickleCalls.Result(_stack.Pop(), arguments);
    }

    private readonly void Append(ReadOnlySpan<PickledValue> items)
    {
        if (_stack.Peek() is not PickledList list)
        {
            throw new PickleRefusedException($"The pickle appends to {_stack.Peek().Kind}, which is not allowed.");
        }

        foreach (var item in items)
        {
            list.Add(item);
        }

        PickleStack.Check(list);
    }

    private readonly void AddItems(ReadOnlySpan<PickledValue> items)
    {
        if (_stack.Peek() is not PickledSet set)
        {
            throw new PickleRefusedException($"The pickle adds items to {_stack.Peek().Kind}, which is not allowed.");
        }

        foreach (var item in items)
        {
            set.Add(item);
        }

        PickleStack.Check(set);
    }

    private readonly void SetItems(ReadOnlySpan<PickledValue> items)
    {
        if (_stack.Peek() is not PickledDictionary dictionary || items.Length % 2 != 0)
        {
            throw new PickleRefusedException($"The pickle sets items of {_stack.Peek().Kind}, which is not allowed.");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dictionary.Set(items[i], items[i + 1]);
        }

        PickleStack.Check(dictionary);
    }

    private readonly void Build()
    {
        var state = _stack.Pop();
        switch (_stack.Peek())
        {
            case PickledObject value:
                value.Build(state);
                break;
            case PickledDType type:
                type.Build(state);
                break;
            case PickledArray array:
                array.Build(state);
                break;
            case PickledRandomState:
                break;
            case var other:
                throw new PickleRefusedException($"The pickle builds {other.Kind}, which is not allowed.");
        }

        PickleStack.Check(_stack.Peek());
    }
}
