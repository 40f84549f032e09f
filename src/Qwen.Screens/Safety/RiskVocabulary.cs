namespace Qwen.Screens.Safety;

/// <summary>Words for what cannot be taken back, in the languages of phones. An entry of several words is found in that order.</summary>
internal static class RiskVocabulary
{
    /// <summary>The words of each risk, parted by bars.</summary>
    public static IReadOnlyList<(ScreenRisk Risk, string Words)> All { get; } =
    [
        (ScreenRisk.Pay,
            "pay|payment|pay now|buy|buy now|purchase|order|place order|checkout|check out|donate|subscribe|upgrade|bid|transfer|"
            + "withdraw|top up|invest|tip|bezahlen|zahlen|kaufen|bestellen|uberweisen|spenden|abonnieren|payer|acheter|commander|"
            + "virement|s'abonner|pagar|comprar|pedir|transferir|donar|suscribirse|acquista|paga|pagamento|ordina|bonifico|abbonati|"
            + "assinar|betalen|kopen|zaplac|kup|оплатить|купить|заказать|перевести|支付|付款|购买|購買|下单|下單|提交订单|转账|轉帳|充值|打赏|支払|支払う|購入|注文|"
            + "振込|결제|구매|주문|송금|ادفع|دفع|شراء|thanh toan|mua|ödeme|öde|satın al|sipariş ver|bağış yap|abone ol|betala|köp|beställ|"
            + "betal|køb|kjøp|bestil|bestill|maksa|osta|tilaa|zaplatit|koupit|objednat|fizetés|fizet|vásárlás|megrendelés|megveszem|"
            + "plătește|plata|cumpără|comandă|bayar|beli|pesan sekarang|pembayaran|сплатити|купити|замовити|оплатити|πληρωμή|πλήρωσε|"
            + "αγορά|παραγγελία|שלם|תשלום|לתשלום|קנה|רכישה|הזמן|भुगतान|खरीदें|ऑर्डर|ชำระเงิน|จ่าย|ซื้อ|پرداخت|خرید|"
            + "payable|pmt|pymt|chkout|pre order|preorder|order now|reserve now|book now|rent now|renew|deposit|redeem|"
            + "place bet|start trial|start free trial|go premium|get premium|cash out|one click|zahlungspflichtig|bezahle|"
            + "zahle|kauf|kaufe|bestelle|bestellung|zahlung|buchen|payez|je paie|paiement|regler|commande|valider la commande|"
            + "achat|achetez|pague|paga ahora|compra|finalizar compra|realizar pedido|pedido|pago|compra ora|ordine|encomendar|"
            + "pagamento|finalizar|betaal|koop|bestel|afrekenen|kupuje|zamawiam|zamow|oplac|оплата|оплати|купи|заказ|купувам|"
            + "плати|плащане|结账|結帳|结算|結算|买单|買單|付钱|付錢|续费|开通|订阅|訂閱|预订|預訂|抢购|搶購|汇款|匯款|捐款|下注|しはらう|かう|課金|寄付|지불|납부|충전|기부|구독|plati|"
            + "placaj|kupi|naruci|narudzba|zaplatit|kupit|objednat|moketi|pirkti|uzsakyti|maksat|pirkt|pasutit|ostma|telli|"
            + "paguaj|blej|borga|kaupa|ödə|ödəniş|lipa|nunua|magbayad|bilhin|bayaran|betaling|betaal nou|plateste acum|"
            + "ادا کریں|خریدیں|पैसे द्या|भुक्तानी|किन्नुहोस्"
            + "|einkauf abschließen|vertrag abschließen"
            + "|sell|sell now|sell all|swap|stake|mint nft|charge card|charge my card|settle up|settle bill|get it now"
            + "|join now|hand over|add funds|add money|load money|recharge|refill|request money|ask for money|split bill"
            + "|contribute|pledge|sponsor|back this project|liquidate|close position|verkaufen|abheben"
            + "|einkauf abschliessen|vertrag abschliessen|ueberweisen|reservieren|vendre|reserver|vender|reservar"
            + "|retirar dinero|vendi|prenota|preleva|verkopen|reserveren|opnemen|sprzedaj|zarezerwuj|wyplac|продать"
            + "|забронировать|снять деньги|вывести деньги|出售|卖出|賣出|转出|轉出|提现|提現|预约|預約|売却|売る|予約|出金|판매|매도|출금|بيع|حجز|سحب"
            + "|מכור|बेचें|ขาย|จอง|ถอนเงิน|ban ngay|dat hang|dat cho|rut tien|hemen sat|rezerve et|para cek|jual"
            + "|tarik tunai|tarik dana|pagalo|reserve table|reserve seat|reserve room|hire now|1 click|klarna|afterpay"
            + "|zelle|venmo"),
        (ScreenRisk.Delete,
            "delete|remove|erase|wipe|reset|factory reset|clear|clear all|discard|empty trash|uninstall|format|destroy|unsubscribe|"
            + "deactivate|close account|loschen|entfernen|zurucksetzen|verwerfen|deinstallieren|supprimer|effacer|reinitialiser|"
            + "desinstaller|eliminar|borrar|restablecer|desinstalar|elimina|cancella|rimuovi|ripristina|disinstalla|excluir|apagar|"
            + "remover|redefinir|verwijderen|usun|удалить|стереть|сбросить|очистить|删除|刪除|移除|清空|清除|重置|卸载|卸載|注销|削除|消去|初期化|アンインストール|삭제|"
            + "제거|초기화|حذف|مسح|xoa|sil|kaldır|sıfırla|ta bort|radera|återställ|slet|slett|fjern|nulstil|tilbakestill|poista|tyhjennä|"
            + "smazat|odstranit|vymazat|törlés|töröl|eltávolítás|șterge|elimină|resetează|hapus|buang|atur ulang|видалити|стерти|"
            + "скинути|διαγραφή|κατάργηση|επαναφορά|מחק|מחיקה|הסר|איפוס|हटाएं|मिटाएं|रीसेट|ลบ|ล้าง|รีเซ็ต|پاک کردن|پاک|"
            + "purge|shred|terminate|revoke|dlt|rmv|overwrite|move to trash|move to bin|empty bin|cancel subscription|"
            + "cancel order|clear data|wipe data|losche|loschung|kundigen|supprime|suppression|vider|resilier|borra|elimine|"
            + "vaciar|svuota|disdici|apaga|exclua|esvaziar|verwijder|wis|leegmaken|opzeggen|skasuj|wyczysc|удали|удаление|"
            + "изтрий|изтриване|обриши|清理|抹掉|退订|退訂|消す|けす|削除する|退会|지우기|비우기|탈퇴|obrisi|izbrisi|izbrisati|zmazat|odstranit|istrinti|"
            + "dzest|kustuta|fshi|eyda|futa|burahin|tanggalin|padam|vee uit|esborra|حذف کریں|مٹائیں|हटवा|मेटाउनुहोस्"
            + "|drop table|drop database|bin it|trash it|nuke|burn|kill process|force stop|force push|restore defaults"
            + "|roll back|start over|empty|leave group|leave chat|unfriend|block user|block contact|block caller"
            + "|blockieren|bloquer|bloquear|bloccare|blokkeren|zablokuj|заблокировать|拉黑|屏蔽|解散|ブロック|차단|ban user|kick"
            + "|mark as spam|shut down|power off|restart|reboot|herunterfahren|neu starten|eteindre|redemarrer|spegni"
            + "|выключить|перезагрузить|关机|關機|重启|重啟|再起動|シャットダウン|종료|재부팅|cancel booking|cancel reservation|cancel meeting"
            + "|cancel appointment|cancel membership|cancel plan|cancel my|forget network|rm rf|log out everywhere"
            + "|sign out everywhere|sign out of all|borralo|jeter"),
        (ScreenRisk.Install,
            "install|update|update now|download|download now|get app|sideload|installieren|aktualisieren|herunterladen|installer|"
            + "telecharger|mettre a jour|instalar|actualizar|descargar|installa|aggiorna|scarica|atualizar|baixar|installeren|"
            + "zainstaluj|pobierz|установить|обновить|скачать|安装|安裝|更新|下载|下載|インストール|ダウンロード|설치|업데이트|다운로드|تثبيت|تنزيل|تحديث|cai dat|"
            + "tai xuong|yükle|indir|güncelle|installera|ladda ner|uppdatera|opdater|oppdater|hent|last ned|asenna|lataa|päivitä|"
            + "nainstalovat|stáhnout|aktualizovat|telepítés|letöltés|frissítés|instalează|descarcă|actualizează|pasang|instal|unduh|"
            + "perbarui|встановити|завантажити|оновити|εγκατάσταση|λήψη|ενημέρωση|התקן|הורד|עדכן|इंस्टॉल|डाउनलोड|अपडेट|ติดตั้ง|"
            + "ดาวน์โหลด|อัปเดต|نصب|دانلود|"
            + "run anyway|install anyway|keep anyway|open anyway|installiere|lade herunter|installez|instala|descarga|"
            + "aktualisiere|installeer|zaktualizuj|инсталирай|инсталирај|instaliraj|preuzmi|instalovat|diegti|instalet|"
            + "paigalda"
            + "|run script|run command|run program|execute|deploy"),
        (ScreenRisk.Grant,
            "allow|allow all|grant|permit|enable access|give access|authorize|authorise|trust|sign in|log in|login|accept|"
            + "accept all|agree|consent|turn off protection|disable protection|zulassen|erlauben|gewahren|zustimmen|akzeptieren|"
            + "anmelden|autoriser|accepter|se connecter|permitir|conceder|aceptar|autorizar|iniciar sesion|consenti|accetta|"
            + "autorizza|accedi|aceitar|entrar|toestaan|zezwol|разрешить|принять|войти|允许|允許|授权|授權|同意|登录|登錄|許可|同意する|ログイン|허용|동의|로그인|"
            + "السماح|موافق|قبول|cho phep|dong y|izin ver|kabul et|giriş yap|oturum aç|tillåt|godkänn|logga in|tillad|tillat|godta|"
            + "log ind|logg inn|salli|hyväksy|kirjaudu|povolit|přijmout|přihlásit se|engedélyezés|elfogad|bejelentkezés|permite|"
            + "acceptă|autentificare|conectare|izinkan|setuju|masuk|дозволити|прийняти|увійти|επιτρέπεται|αποδοχή|σύνδεση|אפשר|קבל|"
            + "התחבר|अनुमति|स्वीकार|लॉग इन|อนุญาต|ยอมรับ|เข้าสู่ระบบ|اجازه|پذیرش|ورود|"
            + "approve|only this time|while using the app|allow all the time|log on|logon|signin|link account|connect wallet|"
            + "yes it s me|yes it was me|erlaube|genehmigen|freigeben|autorise|accepte|permite|acepto|accetto|permita|aceito|"
            + "toestemming|sta toe|accepteer|inloggen|akceptuj|zaloguj|разреши|приемам|дозволи|прихвати|dozvoli|prihvati|"
            + "prijava|povolit|prihlasit|leisti|prisijungti|atlaut|luba|lejo|leyfa|ruhusu|payagan|benarkan"
            + "|sign up|signup|register|create account|enroll|enrol|pair|pair device|disable|turn off|face id|touch id"
            + "|i agree|let in|freischalten|registrieren|registrarse|registrati|s inscrire|rejestracja|зарегистрироваться"
            + "|注册|註冊|登録|가입|تسجيل|הרשמה"),
        (ScreenRisk.Call,
            "call|call now|dial|video call|emergency|sos|anrufen|notruf|appeler|llamar|marcar|chiama|ligar|bellen|zadzwon|"
            + "позвонить|вызов|拨打|撥打|呼叫|通话|電話|発信|전화|اتصال|goi|ring|soita|zavolat|hívás|apelează|sună|panggil|telepon|подзвонити|"
            + "зателефонувати|κλήση|התקשר|कॉल|โทร|تماس|"
            + "voice call|facetime|call back|redial|ruf an|rufe an|appelez|llama|telefona|ligue|bel nu|позвони|обади се|позови|"
            + "pozovi|pokliči|zavolaj|skambinti|zvanit|helista|piga simu|tumawag"),
        (ScreenRisk.Send,
            "send|send now|reply|reply all|forward|post|publish|share|submit|tweet|invite|upload|apply|report|senden|absenden|"
            + "antworten|veroffentlichen|teilen|einreichen|hochladen|envoyer|repondre|publier|partager|soumettre|enviar|responder|"
            + "publicar|compartir|compartilhar|invia|rispondi|pubblica|condividi|verzenden|delen|wyslij|отправить|ответить|"
            + "опубликовать|поделиться|发送|發送|发布|發佈|回复|回覆|分享|提交|转发|轉發|送信|返信|投稿|共有|보내기|전송|게시|공유|제출|إرسال|نشر|مشاركة|gui|gönder|paylaş|"
            + "yanıtla|yayınla|skicka|svara|dela|publicera|svar|lähetä|jaa|vastaa|julkaise|odeslat|odpovědět|sdílet|zveřejnit|küldés|"
            + "küld|válasz|megosztás|trimite|răspunde|distribuie|kirim|balas|bagikan|надіслати|відповісти|поділитися|опублікувати|"
            + "αποστολή|απάντηση|κοινοποίηση|שלח|השב|שתף|פרסם|भेजें|साझा|जवाब|ส่ง|ตอบกลับ|แชร์|ارسال|پاسخ|اشتراک|"
            + "snd|resend|transmit|broadcast|go live|hand in|turn in|repost|retweet|rsvp|sende|schicken|abschicken|"
            + "veroffentliche|teile|envoie|envoyez|publiez|envia|publica|comparte|invii|pubblico|envie|publique|verstuur|stuur|"
            + "plaats|deel|udostepnij|opublikuj|отправь|изпрати|сподели|пошаљи|objavi|posalji|poslji|odoslat|zdielat|siusti|"
            + "bendrinti|sutit|saada|jaga|dergo|senda|tuma|ipadala|hantar|بھیجیں|पाठवा|पठाउनुहोस्"
            + "|sign document|sign here|sign now|sign contract|e sign|sign and|unterschreiben|unterzeichnen|signer|firmar"
            + "|firma ora|firma qui|ondertekenen|podpisz|подписать|签署|簽署|签名|簽名|署名|서명|توقيع|חתום|हस्ताक्षर|ลงนาม|ky ten"
            + "|ky ngay|imzala|tanda tangan|cast vote|vote now|notify all|email all|mail all|fax|make public|go public"
            + "|enviarlo|print all"),
        (ScreenRisk.Confirm,
            "ok|okay|yes|confirm|continue|proceed|done|next|finish|apply now|got it|verify|unlock|tap here|click here|press here|"
            + "claim|free|prize|win|winner|gift|reward|bonus|try now|open now|view offer|learn more|hier klicken|cliquez ici|"
            + "haz clic|clicca qui|点击这里|點擊|点击领取|ここをタップ|여기를|ja|bestatigen|weiter|fortfahren|fertig|oui|confirmer|continuer|terminer|"
            + "si|confirmar|continuar|siguiente|conferma|continua|avanti|sim|seguinte|bevestigen|tak|potwierdz|да|подтвердить|"
            + "продолжить|далее|готово|确定|确认|確定|確認|继续|繼續|下一步|完成|领取|はい|確認する|続行|次へ|확인|계속|다음|예|نعم|تأكيد|متابعة|xac nhan|tiep tuc|tamam|"
            + "evet|onayla|devam|ileri|bitti|bekräfta|fortsätt|nästa|klar|bekræft|fortsæt|næste|bekreft|fortsett|neste|ferdig|"
            + "vahvista|jatka|seuraava|valmis|kyllä|ano|potvrdit|pokračovat|další|hotovo|igen|megerősítés|folytatás|tovább|kész|"
            + "confirmă|continuă|înainte|gata|ya|konfirmasi|lanjut|lanjutkan|selesai|так|підтвердити|продовжити|далі|ναι|επιβεβαίωση|"
            + "συνέχεια|επόμενο|כן|אישור|אשר|המשך|הבא|סיום|हां|पुष्टि|जारी रखें|अगला|ठीक है|ยืนยัน|ดำเนินการต่อ|ถัดไป|ตกลง|تأیید|"
            + "ادامه|بله|"
            + "cfm|cnf|cnfrm|yep|yeah|yup|sure|agreed|go ahead|do it|proceed anyway|i understand|valider|confirme|confirmo|"
            + "bestatige|bevestig|doorgaan|potwierdzam|dalej|подтверди|потвърди|потврди|potvrdi|potvrdit|nadaljuj|pokracovat|"
            + "patvirtinti|apstiprinat|kinnita|konfirmo|stadfesta|thibitisha|kumpirmahin|sahkan"
            + "|complete|i m in|count me in|let s go|deal|aye|start now|join|accept offer|keep paying"),
    ];
}
