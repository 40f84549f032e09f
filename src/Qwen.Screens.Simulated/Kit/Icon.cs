using Qwen.Screens.Simulated.Phone.State;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>Pictures on buttons.</summary>
internal enum Icon
{
    Search, Menu, Back, Close, Add, Remove, Home, Heart, Star, Play, Pause, Mail, Person, Call, Message, Note, Clock, Cart, Trash, Edit,
    Send, More, Check, Wifi, Bluetooth, Sun, Moon, Plane, Globe, Font, Lock, Info, Bell, Volume, Gear, Folder, File, Warning, Forward,
    Rotate, Timer, Backspace, Shift, Enter, Gift, Battery, Pin,
}
