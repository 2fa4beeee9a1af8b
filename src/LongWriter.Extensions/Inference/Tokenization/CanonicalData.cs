using System.IO.Compression;

namespace LongWriter;

/// <summary>Canonical decompositions and combining classes of Unicode 12, the version behind the NFC of Hugging Face's tokenizers.</summary>
/// <remarks>
/// A later version would give other ids for some twenty letters of newer scripts and for a sequence of their marks.
/// The bytes are deflated. Numbers are LEB128: the count of decompositions, each as (code point - previous) * 3 + kind, the zigzag distance of
/// the first target, and for kinds 1 and 2 the second target (kind 0: singleton, 1: composes again, 2: excluded from composition);
/// then the count of runs of one combining class, each as (start - end of the previous), length, and the class as one byte.
/// </remarks>
internal sealed class CanonicalData
{
    private const string Packed =
        "xZd9UN3llcfv8zu/Fy4kGnMvWE1rUrvttHWm09m29mV32t3tbLed6cxuO/vHzuzMuv3D6Wy7xmRWSXRr5XpDbpAgIkFERCSIiIgEEQklhCJFjBERyZUgICLhEkRERKRXvLn7OfeCybQ20512dmfu9/u8nec85znn" +
        "PM/vuQe39NgJk+faSRNy7ZB1h2uHrbBr51sHXDti3el6Eatem3naRKRARQp19GP6vPz03N8ZoK+I0cyIDhToQKEOFKXXCLmZ/+8WeCl9CWufa3crhWS/a/daUL486tr91qNaC2lNlQpzT6YUSMS1By2oRA669rAF" +
        "lWotSi2zQlA1pvqqVN+k6qvRGdM6o041z6rmBp0xr3MbVPO8am7SGYs6o0VnLOuMNsERq+qNdpWLI5fZJewtqRvs0dXCSn06N6J0QtcoVBpAy+ZhnVamFFVV5ZA3qtuqVJrQvmqlKTWoFtoypwONSgs60Ky0pKOt" +
        "0Oa4rtaplNDVupVCdiGuk0I3M2yH1BYoYterLVChfVBtgYp0dFBHS2wMSpumciMqV6FyYypXqX1p07RPTcuss9nvrO68wWbxebWgyVaHqQUt9p04TKA2tWUVW+wOGx+sqSM6dLU1Xe18rcs+oIQtSTWox8bZYaU+" +
        "XTIC/bTGqSRudqV7TavWVqj9S7nL6KgDFWptQGthrfVpbU2pS2lJ7WtVWlH17Upx3VunUkLy1HV5rtdqp0Sgg2aD2rVP/ZzZpZqTqq/D3VDf5rKjVQfSWYob6H3WWjdp86irwYUyh11WKVOa0302Ks0rNSmdVEpF" +
        "JOEWY41SyCshkG7JH98X12anUkKb3Upr2uxSSmqz5w/NLfAewQwXKtTaALXMRo99LLCPnBNeRAc0Ih6ZEFGqd/bpZjT0WlvUWpeKJN3IeX+0eNCyu8+td2+X293rnD0h926zYl2VvzmnI4sN54Rcqc6yr6T6SXAV" +
        "l8HnwJeofxXcFHL/8dNkRxbIpL0FbAVBcO0FY1fQvhT4Q+4WvcjkgJtvvoi7P8+ltCPkbjYH3C26QA59X9zvXm32uz8B3/sa7a8j8511me8i8wP6vrbf/YHgIjBponoRlEPXJLXWoxRmCbtPb7WPbqtM7VIUKg3o" +
        "nVaktUGVKlV3RPU2Kte+UR0t1tqQjm7MTGh3t1KZyo+ofIUOjGlflZ6lSavwgr7Mj2ofkmWb7IxTm+zvAzuaKgfli6c2eebUpq+C8CXm2NYrQCbYmQ855+k2cPM6rgfXHdvaZ3nHA7Z/JPCXNx8LMBDIuO5Y4Jwx" +
        "x4JZ9rHgz5kWdFJ0Gz3XHwt2O+aVnEzveA5zcpiTw5ycR4yMXF5rvOOX24qskctXLHnlE3OWiV6RA2x55QrPe+YKm/o5FrzSVmSNXNko5vltnjO4zaa0/ZPbWjJM+/Yd4LIL8IUftW3fIe9eleG9d5WzN297Rm7e" +
        "9k9tz9v+jT8g+5xlnthR87em7Vrvd7AZ/GK9nilt19qSrh/dksitIyhKyVxyu0cpvKeW8OdCkT0t3K65UOhmkqf3Jv287UFkQOWKVW5I5UpVLqpy5Xs4P6O5UOWeJm7XXCh8U946RVRBiup0dFZHG/Yc4b7IhWZv" +
        "3L9OzbrGkq7RskcPWa7ectq3on3tum5c1+3co3mVq3ml64aUevc8wRdVqU81R5S61PqkrntiT2oL0IBqSW9BrU9tYVibZUobh3xMu6uUJtXiGqUpnV6rNKM21SvN6aRGpXltNiktarNFaVkVtCmtqoIOpQW1qVlp" +
        "6WY20KoUSTsJKky5OuWuvR+ZvVc9r5rP14r3pjZwgcXle1lmVNeqUKkxlapSqUmVKr0psk6FH1HWOhpVfkHlm1V+SeVbVduKamvfi9HxlPl7H+b23QN17cW5SfVwj46GlarV6HU6sE4n9+ozSWlQNZekjN7LNkuV" +
        "orrDcqXRvQhXKk2oLdVKUypcqzStzTqlWRVpUJrbu2H4/F592ygtqnCL0rJa36Y0ptSnM3r28vnuhrx2Nr+l6xbkkircc0sBW1DqVW/nK/Xv0Ved0sk9DBQpDe5hHyVKl9+RxkhuaJ3GcvPWaTK3YJ2mc8PrdM3+" +
        "NGZ0zXqlOV2uUWnhFgSalWZ14QaleV24SWlRF25RWtaF25S23ZFGQqd3K4VuRWWv6o0rdSqdH11VlR1Ka6qySympKnuUwhqdvgt3tawxTNGqZmSK1m4qWKfkTeF1Ct9cu05Vuv6krlpzq25cV11SBSlaUQUpiquC" +
        "FCVUQYpCqiBFLbcisnwL1Kb6VlVfh+pbU31dt+q6+Cmn6oZSUuSGQ6R9XhpeKI2sZ9JYUInFi0m0qUT7x0hk5u9kJLLzY0aGdM7wxbTW6NzanX+SZV2qo/tiOkIqEf5YC3Vk+ONGynSk/CJavVkGPX0y0ulpZ5NO" +
        "ab6YIQmVSF5cIs+VghvtuJaF62XRell8o72k5ehOe07LsZ32jJYTOzOTpk//vf3ZaPLPTLf/iUjoxy55o/67UnXhXVAx5BXswmvaNbALicFdSAztwidzu+wo427BrsyWXyBSqTLlOq1Rp1VtTJtR4dDudBnebc+p" +
        "yDYi8ymisl2jqnqbVW+xiuTvzuzQuRVKCR1L6lhoN2M1u72/Y+bfMPPbemR0tF1Hm3TmzC67bxfx799F/Ht0ertS/m79o7gbqQLV0bHbLtuNQMFtNIZ2S9UvM+fVzmG166SaPrpheovKj+62a7Qc2W3X7e5zpeQ2" +
        "vy32ohu/eVNX2MjJkHnRChx17cuOut/6ylH331zqmwDlQ8Yc5aF81M0EPwAe+LE/3c6UdPt7fQfWR67+DtOmtWVPpfjyNFTSlvNlThZl1u/3/0zN8K/DO+oeMv2qJUU1G5RzI5UL8JQ5/hU5/pX7vmQddYd2mIqf" +
        "eP8LZF5QzwG23J+qX6z8XiWV7eCa/6vFMi+lcQE207f/iH/xSZGK52xZfFRk5YjIzKO21DU60nPIkeiMJSNg8ZwtSw+IRO5yJJK0pWnclhN32lIaE6k5KdLUJ9L6a8YPi9Qes2W52Zb4Q8w5xLt2WGTiQZGhDy1p" +
        "ecyRgXsdaTlqS/4DtkwzN/yWJTWLtiw8bEvjgEjyuEj7qC2VEyLFvxHpnLOlFvuST9gycZ8tnTUiA484slDlSE2FIyND9HXY0ou+8gJbZs6w3gvYg+7iJpHCAyKlq5YkWWfiDuw6J9LxtshclP3eJxKatyTaIdIX" +
        "ciRx1pb+ZZGiaZH+SmRDthTin9oCkWnGh5bZE/ubabIlgZ+63xFpeYs1DmI3thQzbxG7Sh50ZPlDxlhngHX6C7GnXaT8VVtau2zpYr0TjzuyuMI+Z+grxxfF2I+OIdY8yf7iMfqbHGl/0papQf4aLokM4rvKfeyZ" +
        "fZ44JVLQKTL/tC2hepHhVlvm8FvVqyINI7bU3G1LCXGsesiRSexZ6rWl/l1iPS4S/VU6JqX3O7JGnCvzHGl805a1F9nvI8QMG1qK8RMxm8I/K2/iu0pHCk7a0kDsouRK61v4YNKW6teI3TCxaSAfamwpI+ZlSZFe" +
        "9j5ILKYbWO9lkYU6cqUCm9U36OopdaSpltj1MsY+WuZtGWPPQ6fR127L4ApziXeEPUze6Uj+Kn4gT6qRWcFfBWXYcpZ9z4jEq0RW72Qd4tS+n75HiUUeOfYQccH3zdO2zOLvnlr2ip41/H7iJeJ7HL9Xs48i9k2e" +
        "FmHjwllL4i/Y0nyXyNoDjlScIC/78SVxmHgcnaw9W2JLXz7z8Od0PvGtcaQfP7QVkefEbvVdW0Y4A6OP4W/yt+EN5qGjvgJdyMzig6py/IAdFcS27nnOzG+wixh2oj+f2I3OYTf5XwQ62EcxOTZCvKaxoZq5nZyv" +
        "JnwwPyhSic629y2pX7CkA3uHj5BXryNPDjavkYP4cpnz0VtHfhP7OL4oHiMW1eQFaFtgb5zp0fdEEnFbBrCjdoB8bMSvzwJ8keght4l5OT6sKHH88/sdt/NF279Afo1wVirwYXuY2HDG5kA5KMT3XazdMydu5Uvi" +
        "Dh8T/yi5OvSwbFrZRw6CCFhasqQa3y+yjzB3RGmdIydYZ5izVA36yZeWexyZupt2MTZHHKndT/4QS43nEDnRSIyn8HPlFDElH7u5F6bJ58Sz9LGfEXxyAt+1as7hu0Fya3k/Y/vIMVAIEti/DGZBwTrqyaN68rnx" +
        "A+4IzmAVaObcD87TR4wmpoj/JOcZFJ8WqeYuLCOne7rIw2Pk/NPEr01kklyY4NwU4Mth8nSCe2l+lj+IhzOlYUr8pS3kzWH2/rAjM+T8BOUcPpggV+L4oI3z0n8ofW7UF70HkMUPy9wHUdDJGW5J2DL5NvEHbcSq" +
        "ef1MLZ3h/uSeWcFHw9Rb8FMzfioZw0fcGXHO3PIpWzo4EyvEfRGscQbauevaO/FtGzLcv5Xk9CJ3X5yzPsZ9PV+I7znzk5yh+SpKfNp+L74lL4vuwaegXe81MHsX9x45Mgy6IqyDT0fJzZnfitSTI6ucpZkF+t7E" +
        "d9z9BeTnKvf4HP6c4gz0guVu8gNMghW+EwlQQ72Qch5fL+Hr0ifo0zvnYWLFt6K0hPhwl02TW2PkYxlIclfUgJVzlkzzXXi/zS9nwYEzfpn70OG+w9/g7ESmvBfJkt8Wb5KGty0pW7BeNJGo91RWxugprz3rM6Go" +
        "15PlhKPeM1nOt6h9g7IzyojTFfWOZjndUe/YH8UZf8Roxh+Qv/hcZz7qdWQ5K1GvO8uZTvGw8szt5lc1tqf0pSzoTnHrD9u2UnSTd/wR2/aPPGK/mCG/arBt50iD7fm7GuwVR5obbVtpfiZj88xhz0mReRuSRch5" +
        "B/KWIP+7h72IJTqcprc3yFtcp1/PbM6vz5YSEAI9Y570H86WpppsKQMFD2VL5YPZMlmVLX0PZMsqGCvKkbp+T0KV2bJyfzZ3Yra0gvmTnrQyNkq9GJTRTlZkyyyoqGMe5UkQ55s/eF+2tIHkwRw5UU4dTN6LLlBF" +
        "X2dZtnSAfDB2KJtzl0Y96CvNlnZQD1bvyZYZML1ezoLiox73alBGSrKlGTS0elJJWQLm7s6WzrvYF+V8MfssTrfLitBxEBsK8QEIgTAYuxM7QCMoBnP7sqWwgLmU8Qh2gxL21JcISuSObOkKZUsRKA1jbx77BSPn" +
        "gjJX5MkgMv2gEeSD1Q+DEl8LyuJ+TxbyPZmPB6UYxH8blIoPgpJcDcpSfo6MgJ4V9vNekO8DOj5wZfhd9IBiEF8KSssKfzsoR0HPmaDUUc6Fc6TpnaCUgqW3GVsMStObriy9lS6rKetBBHS/mUZ9KEeKKDvmglIC" +
        "Os8G2UOOFI67vFFypG2WtUATiID4sCW1MeZGXekBta8GZHomKDOgKok/yl1Z4821gE0TYPEcfqWsng7yxkP3G0Hpej0oAwn8ylgV9ep+VzonWXsiKG2gFXSAyXFKsDyGbZQJyhqw9mpQVkAvaAZNo9h2mvYIeqP4" +
        "7WlXVinXXsEvlEun2MMwPm7lT9jLzKXeTF/9B+TxUFAKweBL2E/ZFs+WpQHWBcnDrgyeRK4f/c/j3/ezZe05YrCaLaMgydlYAzq+RP/Q6wFZGyaXaK89Sx+I92E7ZeshVxqYf6KXNeireoY1eoIyX+JKI2Uh/bXd" +
        "xG6FHDpOu4v1O8mbDuYX4OejxH+Zs9lOO8Q+niYv3mUtyoY29vRUGsNxh7i7kljljfAkPnuHb9kRfAmaaA81ByUMSp8ISoiylbIcJJvwwaIjdfS1NGLjY8gvssdHg1LQQO6edaThcXLtkaBMx3gbgvI65teyB7AM" +
        "kguce8q2w8QCjNYwNuhJE2dz+VVHwg8GZTbKnVVJjEAtaHuBb+z95ACY6mf93zgydi+5ANbmyBHKWco5MFBKPEHiHuaDwRLieDZbqu+mrxW9xUE58STvLMrW1zgzByl5G0bAEt/18Ew2eZnNf5agVPJ+rAbDvKVq" +
        "wMCBYAqDYC2CPcgl9rN3yvk3uCd4ByTDxCOs5z4oY1Oc84P4NhmQZd7K1aCI+kgiQB5kS8uHAakG5aCb/2/zH3AmwFQ8QJ6j832+0+8HpBXEx8mLZf2vEJCiMXy+FJBC6sOUJ3ivlLyD3lH2/3ZARhcCEn2LOae5" +
        "cyZ4Y/GGbKPezplbnQ3IEu+KPsrETEDmQM/LvD14l3WcCUgj794qyp77XBl5Bb9NByQ5xZwodxhlDXdTN2/mOjDPOR4Dpa8FpBhM1Aek7xT5PhaQgvGAzFJ28T3opewBzWCSu6CN/4UzlKujAVk4HZCxEfRT76Zc" +
        "eAVd0YBU0G6i3QiKwBhvnWXeijW8GVeHiNHLAZkH9aCHt3nxUEBCjzHOWCVI1POe4U1ZRL1vgLVBJajQ8gXsANHn6T8ZkPAJ9FCvpVx8LiCDg9xR/ez72YCUUO/rYw3QyRtpopfYgboXuZcoqw7lSAdv1JP8N6t6" +
        "AR+BiWP4oRO7O4hBG+vwfh96ijXAypPsswUdvKca+F5WHcFHYKSZePR6Uvp4QAYew8aX+D+i/yHquDtrWQ8sPM87iXLiQeLwQBpjVYyX4ysww3/ZvhLypYf76W5yroX/tr8mLw+yR+7+2sKATB3m3VvN++s431HQ" +
        "eoC+ctpd5E4Zb70IcQNNoIw3Wvc+crSTb1qY/YcCEgEleeg+Sv6uWbK4tlXKVrdK1XtbJfEU30kw+O5WzpElLdQrzlhS8Lol+a9Z0rqwVZJP8m19ayv/U7fynWEuKAA981t551oDVp6bHfOZsz57XNmc9jnjPut5" +
        "bcJZ4z7HaD0DmXd8JuaTcZ/EfNa4gXVKaq6Vrsz5rDfP8+ZYqeXECiwz7rMZTM0zr2nFjflc1Kc6rXTnmZSCTJ/J8plNPrPZZy7xmUt9ZovPXOYzW31WwGeCPpPtMznGXG7MJ3zmCqNTxo3Z+n217iqf2e4zO75s" +
        "tvnMJ33mUx/1+MynfeZqXQgznY8WHd9iPnO9F7PStpmYZcXMxtBnzF9cZc5LKktqi+sbTe9lo34hW7GHjLfevtqOGX8MRxkndo2M773k/ALrLGm9GxbLxlDK0L823hbjlw29P001d/4e3576eeaffeZfr9/o+YXx" +
        "32D91Gf8m+2f/6eVe4l96w+t8W3qLH6nv25CPnOHMfsc+w6Lihrjh79txncZz1j+H5vxQUdiT3nGv934q4zxZ5rYSWPOFBsNllo0lvb+Pxh/MCNGjL/snA9qrvEuNf7PpS33Ytda/m8ZL8vyf9d496k7jEkl2XoC" +
        "saJtxl0TEyv2rLHWJ204iVR6JeXO532fjTnpLNvw9kuO+spoeolB2lYd5nw8LJNe4dzlEitiE/++I/aYbV5NZdtZTTvr9f+wMk7NsxU7M7bDiv2TFTtkGX8Xstu2xr4p4581/uuMt8n4F5FJ20aeOJoqsa8a//sI" +
        "HnnQmCtDLhZ7avGAZ8bfwM1lBP2ezeru2OfVIMwat42/Lu22yUzj/4bxf9P4fcb7e4l92fJ/23g/NH6/8X6W6nzSGI+o/CgV0U94MXFiA0bTwfvv1PiaSRW/NP7cVOW/jL8UpUeqjGP+yovNHsbLz37BOo1nxLzh" +
        "c05nZIxzHEmtq+zYIaLQuc2Lmctilqf7wti6y7zxGziZxvsf";

    /// <summary>The table, unpacked at first use.</summary>
    public static CanonicalData Instance { get; } = new();

    private readonly Dictionary<int, (int First, int Second)> _decompositions = [];
    private readonly Dictionary<long, int> _compositions = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly bool[] _inert = new bool[0x10000];

    private CanonicalData()
    {
        using var memory = new MemoryStream(Convert.FromBase64String(Packed));
        using var bytes = new DeflateStream(memory, CompressionMode.Decompress);
        Array.Fill(_inert, true);
        var codePoint = 0;
        for (var left = Number(bytes); left > 0; left--)
        {
            var (step, kind) = Math.DivRem(Number(bytes), 3);
            codePoint += step;
            var distance = Number(bytes);
            var first = codePoint + ((distance >> 1) ^ -(distance & 1));
            var second = kind == 0 ? 0 : Number(bytes);
            _decompositions[codePoint] = (first, second);
            if (kind == 1)
                _compositions[((long)first << 32) | (uint)second] = codePoint;
            else
                Touch(codePoint);

            if (kind == 1)
                Touch(second);
        }

        codePoint = 0;
        for (var left = Number(bytes); left > 0; left--)
        {
            codePoint += Number(bytes);
            var length = Number(bytes);
            var combiningClass = (byte)bytes.ReadByte();
            for (var end = codePoint + length; codePoint < end; codePoint++)
            {
                _classes[codePoint] = combiningClass;
                Touch(codePoint);
            }
        }

        for (var jamo = 0x1161; jamo <= 0x1175; jamo++)
            Touch(jamo);
        for (var jamo = 0x11A8; jamo <= 0x11C2; jamo++)
            Touch(jamo);
        for (var surrogate = 0xD800; surrogate < 0xE000; surrogate++)
            Touch(surrogate);
    }

    /// <summary>Whether text of such characters alone is its own NFC.</summary>
    public bool IsInert(char character) => _inert[character];

    /// <summary>Two code points that one stands for; the second is 0 for a singleton.</summary>
    public bool TryDecompose(int codePoint, out (int First, int Second) parts) => _decompositions.TryGetValue(codePoint, out parts);

    /// <summary>The one code point that two stand for.</summary>
    public bool TryCompose(int first, int second, out int composed) => _compositions.TryGetValue(((long)first << 32) | (uint)second, out composed);

    /// <summary>The canonical combining class.</summary>
    public byte ClassOf(int codePoint) => _classes.GetValueOrDefault(codePoint);

    private static int Number(Stream bytes)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes.ReadByte();
            value |= (next & 127) << shift;
            if (next < 128)
                return value;
        }
    }

    private void Touch(int codePoint)
    {
        if (codePoint < _inert.Length)
            _inert[codePoint] = false;
    }
}
