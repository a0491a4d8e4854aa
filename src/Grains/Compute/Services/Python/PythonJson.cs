using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Switchyard.Compute.Services.Python;

/// <summary>
/// Reads JSON as Python's <c>json</c> module does, which System.Text.Json cannot be told: <c>NaN</c> and <c>Infinity</c> are
/// numbers, integers have any size, the last of a repeated key wins, an unpaired surrogate is a character.
/// </summary>
internal sealed class PythonJson
{
    private const int Deepest = 500;
    private static readonly SearchValues<char> PlainText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    private readonly string _text;
    private int _at;

    private PythonJson(string text)
    {
        _text = text;
    }

    /// <exception cref="FormatException">Not JSON, or nested deeper than 500, or an integer of more than 4,300 digits.</exception>
    public static PythonValue Parse(string text)
    {
        var reader = new PythonJson(text);
        var value = reader.ReadValue(0);
        reader.SkipBlanks();
        return reader._at == text.Length ? value : throw reader.Unexpected();
    }

    private PythonValue ReadValue(int depth)
    {
        SkipBlanks();
        if (depth > Deepest)
        {
            throw new FormatException("The JSON is nested too deep.");
        }

        return Current switch
        {
            '{' => ReadObject(depth),
            '[' => ReadArray(depth),
            '"' => new PythonValue.Text(ReadString()),
            _ when Skip("null") => new PythonValue.None(),
            _ when Skip("true") => new PythonValue.Bool(true),
            _ when Skip("false") => new PythonValue.Bool(false),
            _ when Skip("NaN") => new PythonValue.Float(double.NaN),
            _ when Skip("Infinity") => new PythonValue.Float(double.PositiveInfinity),
            _ when Skip("-Infinity") => new PythonValue.Float(double.NegativeInfinity),
            _ => ReadNumber(),
        };
    }

    private PythonValue.Dictionary ReadObject(int depth)
    {
        var members = new OrderedDictionary<string, PythonValue>();
        Expect('{');
        SkipBlanks();
        if (Current == '}')
        {
            _at++;
            return new PythonValue.Dictionary(members);
        }

        while (true)
        {
            SkipBlanks();
            var key = ReadString();
            SkipBlanks();
            Expect(':');
            members[key] = ReadValue(depth + 1);
            SkipBlanks();
            if (Current == '}')
            {
                _at++;
                return new PythonValue.Dictionary(members);
            }

            Expect(',');
        }
    }

    private PythonValue.Array ReadArray(int depth)
    {
        var items = new List<PythonValue>();
        Expect('[');
        SkipBlanks();
        if (Current == ']')
        {
            _at++;
            return new PythonValue.Array(items);
        }

        while (true)
        {
            items.Add(ReadValue(depth + 1));
            SkipBlanks();
            if (Current == ']')
            {
                _at++;
                return new PythonValue.Array(items);
            }

            Expect(',');
        }
    }

    private string ReadString()
    {
        Expect('"');
        var read = new StringBuilder();
        while (true)
        {
            var plain = _text.AsSpan(_at).IndexOfAny(PlainText);
            if (plain < 0)
            {
                throw Unexpected();
            }

            read.Append(_text, _at, plain);
            _at += plain;
            switch (_text[_at++])
            {
                case '"':
                    return read.ToString();
                case '\\':
                    read.Append(ReadEscape());
                    break;
                default:
                    throw Unexpected();
            }
        }
    }

    private char ReadEscape()
    {
        var symbol = Current;
        _at++;
        if (symbol == 'u')
        {
            if (_at + 4 > _text.Length
                || !ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                throw Unexpected();
            }

            _at += 4;
            return (char)code;
        }

        return symbol switch
        {
            '"' or '\\' or '/' => symbol,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Unexpected(),
        };
    }

    private PythonValue ReadNumber()
    {
        var start = _at;
        if (Current == '-')
        {
            _at++;
        }

        var first = Current;
        var whole = SkipDigits();
        if (whole == 0 || (first == '0' && whole > 1))
        {
            throw Unexpected();
        }

        var isFloat = SkipFraction() | SkipExponent();
        var number = _text.AsSpan(start, _at - start);
        if (isFloat)
        {
            return new PythonValue.Float(double.Parse(number, CultureInfo.InvariantCulture));
        }

        return whole <= PythonDigits.MostDigits
            ? new PythonValue.Int(BigInteger.Parse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : throw new FormatException("An integer has too many digits.");
    }

    private bool SkipFraction()
    {
        if (Current != '.')
        {
            return false;
        }

        _at++;
        return SkipDigits() > 0 ? true : throw Unexpected();
    }

    private bool SkipExponent()
    {
        if (Current is not ('e' or 'E'))
        {
            return false;
        }

        _at++;
        if (Current is '+' or '-')
        {
            _at++;
        }

        return SkipDigits() > 0 ? true : throw Unexpected();
    }

    private int SkipDigits()
    {
        var start = _at;
        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }

        return _at - start;
    }

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private bool Skip(string word)
    {
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private void Expect(char symbol)
    {
        if (Current != symbol)
        {
            throw Unexpected();
        }

        _at++;
    }

    /// <summary>NUL at the end: no JSON has one outside of a string.</summary>
    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private FormatException Unexpected() => new($"The JSON breaks at character {_at + 1}.");
}
