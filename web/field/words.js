// All words of the page, Vietnamese first. `{0}` stands for what is put in.

const WORDS = {
  title: ['Mốc Giới · Hiện trường', 'Mốc Giới · Field'],
  app: ['Mốc Giới', 'Mốc Giới'],
  unit: ['Chưa đăng ký máy', 'Phone not enrolled'],
  unsent: ['{0} chưa gửi', '{0} unsent'],
  allSent: ['Không còn gì chờ gửi', 'Nothing unsent'],
  navForm: ['Kiểm tra', 'Inspect'],
  navQueue: ['Hàng chờ', 'Queue'],
  navReview: ['Duyệt', 'Approve'],
  navDevice: ['Máy', 'Phone'],
  noNetwork: ['Không có mạng · ghi vẫn lưu trong máy', 'No network · what you write is kept on the phone'],
  noAnswer: ['Máy chủ chưa trả lời · mọi thứ vẫn trong máy', 'No answer from the server · everything is kept'],
  later: ['Máy chủ chưa nhận được: {0} Sẽ gửi lại.', 'The server cannot take it now: {0} It will be sent again.'],
  sending: ['Có mạng · đang gửi', 'Sending'],
  revoked: [
    'Mã của máy không còn giá trị: đã bị thu hồi hoặc hết hạn. Ngừng gửi; hàng chờ còn nguyên. Nhập mã mới ở mục Máy.',
    'The token of this phone is worth nothing any more: revoked or run out. Sending has stopped; the queue is kept. Enter a new one under Phone.',
  ],
  noToken: ['Chưa có mã của máy: ghi được, chưa gửi được.', 'No token yet: you can write, not send.'],
  otherTab: ['Mục này vừa được ghi ở thẻ khác. Mở lại để xem bản mới.', 'This was just written in another tab. Open it again.'],
  full: ['Máy hết chỗ: chưa lưu được. Hãy gửi bớt, hoặc dọn bộ nhớ của máy.', 'The phone is full: not saved. Send some first, or make room.'],
  failed: ['Chưa làm được: {0}', 'Not done: {0}'],
  damaged: ['{0} mục trong máy không đọc được (bị sửa hoặc hỏng).', '{0} entries on this phone cannot be read (altered or damaged).'],
  back: ['Quay lại', 'Back'],

  needsHttps: [
    'Trang này cần HTTPS (hoặc chính máy chủ): trình duyệt không cho mã hóa ở địa chỉ này.',
    'This page needs HTTPS (or the server’s own machine): the browser does not encrypt at this address.',
  ],
  starting: ['Đang mở', 'Opening'],
  pin: ['PIN', 'PIN'],
  pinAgain: ['PIN, gõ lại', 'PIN, once more'],
  pinNew: ['PIN mới', 'New PIN'],
  pinHint: [
    'Ít nhất 6 ký tự; chữ và số, càng dài càng khó dò. Quên PIN thì không ai mở được những gì chưa gửi.',
    'At least 6 characters, letters too; the longer the better. Nobody can open what is unsent without it.',
  ],
  setUp: ['Đặt PIN cho máy này', 'Choose a PIN for this phone'],
  setUpWhy: [
    'Mọi điều ghi trong máy được mã hóa bằng PIN trước khi lưu.',
    'Everything written on this phone is encrypted under the PIN before it is kept.',
  ],
  setUpDo: ['Đặt PIN', 'Set the PIN'],
  pinShort: ['PIN cần ít nhất {0} ký tự.', 'A PIN has at least {0} characters.'],
  pinGuessable: ['PIN này ai cũng thử đầu tiên (111111, 123456). Chọn PIN khác.', 'That is what anybody tries first (111111, 123456). Choose another.'],
  pinDiffers: ['Hai lần gõ không giống nhau.', 'The two are not the same.'],
  unlock: ['Mở', 'Unlock'],
  unlockTitle: ['Nhập PIN', 'Enter your PIN'],
  wrongPin: ['PIN không đúng.', 'Wrong PIN.'],
  waitPin: ['Thử lại sau {0} giây.', 'Try again in {0} seconds.'],
  offlineReady: ['Trang đã nằm trong máy: mở được khi không có mạng.', 'The page is on this phone: it starts without a network.'],
  offlineNotYet: ['Trang chưa nằm trong máy: giữ mạng thêm một lát.', 'The page is not on this phone yet: stay connected a moment.'],

  newInspection: ['Kiểm tra mốc', 'Inspect a marker'],
  correctInspection: ['Sửa bản ghi chưa nhận', 'Correct a refused record'],
  draftKept: ['Nháp tự lưu trong máy {0}', 'Draft kept on the phone {0}'],
  marker: ['Số mốc', 'Marker number'],
  markerHint: ['Ví dụ 211, 1088/2, 261(1), cọc dấu 12', 'For example 211, 1088/2, 261(1), cọc dấu 12'],
  markerUnread: ['Chưa đọc được số mốc này.', 'This is not read as a marker number.'],
  line: ['Tuyến', 'Line'],
  'VN-LA': ['Lào', 'Laos'],
  'VN-CN': ['Trung Quốc', 'China'],
  'VN-KH': ['Campuchia', 'Cambodia'],
  condition: ['Tình trạng mốc', 'Condition'],
  good: ['Tốt', 'Good'],
  damaged_: ['Hư hỏng', 'Damaged'],
  tilted: ['Nghiêng', 'Leaning'],
  displaced: ['Xê dịch', 'Shifted'],
  buried: ['Bị vùi lấp', 'Buried'],
  missing: ['Mất mốc', 'Missing'],
  not_found: ['Không tìm thấy', 'Not found'],
  at_risk_of_damage: ['Có nguy cơ hư hỏng', 'At risk of damage'],
  unknown: ['Chưa rõ', 'Unknown'],
  cracks: ['Nứt đất hay nứt mốc?', 'Is the ground cracked, or the marker?'],
  ground_cracked: ['Nứt đất', 'Ground cracked'],
  marker_cracked: ['Nứt mốc', 'Marker cracked'],
  yes: ['Có', 'Yes'],
  no: ['Không', 'No'],
  mode: ['Hình thức', 'Carried out'],
  unilateral: ['Đơn phương', 'Unilateral'],
  bilateral: ['Song phương', 'Bilateral'],
  joint: ['Phối hợp chung', 'Joint'],
  notes: ['Ghi chú', 'Notes'],
  notesHint: ['Không ghi tên, số giấy tờ của người dân.', 'No names or papers of people.'],
  photos: ['Ảnh', 'Photos'],
  photoCount: ['{0} ảnh', '{0} photos'],
  photoNone: ['Chưa có ảnh', 'No photo yet'],
  photoAdd: ['Ảnh', 'Photo'],
  photoRemove: ['Bỏ ảnh {0}', 'Remove photo {0}'],
  photoKept: ['Đã mã hóa, nằm trong máy', 'Encrypted, kept on the phone'],
  photoTooLarge: ['{0}: lớn hơn 32 MiB, máy chủ không nhận.', '{0}: larger than 32 MiB, the server does not take it.'],
  photoUnknown: ['{0}: không phải JPEG, PNG, WebP, HEIC hay PDF.', '{0}: not JPEG, PNG, WebP, HEIC or PDF.'],
  photoTooMany: ['Nhiều nhất {0} ảnh một bản ghi.', 'At most {0} photos a record.'],
  save: ['Lưu vào máy', 'Save on the phone'],
  saved: ['Đã lưu trong máy: {0}', 'Saved on the phone: {0}'],
  lacks: ['Còn thiếu: {0}. Nháp vẫn được giữ.', 'Still missing: {0}. The draft is kept.'],
  drafts: ['Nháp', 'Drafts'],
  draft: ['Nháp · {0}', 'Draft · {0}'],
  draftLacks: ['Nháp · còn thiếu {0}', 'Draft · missing {0}'],
  goOn: ['Viết tiếp', 'Go on'],
  throwAway: ['Bỏ nháp', 'Discard'],
  throwAwaySure: ['Chạm lần nữa để bỏ hẳn', 'Tap again to discard'],
  inspectionOf: ['Kiểm tra mốc {0}', 'Inspection of marker {0}'],
  inspectionOfNothing: ['Kiểm tra mốc chưa rõ số', 'Inspection, no marker yet'],

  queueTitle: ['Hàng chờ gửi', 'Queue'],
  countWaiting: ['chờ gửi', 'waiting'],
  countRefused: ['cần sửa', 'to correct'],
  countConflict: ['hai bản không khớp', 'two contents'],
  countReceived: ['đã nhận', 'received'],
  queueEmpty: ['Chưa ghi gì trên máy này', 'Nothing written on this phone yet'],
  queueEmptyWhy: ['Những gì đã ghi nằm ở đây cho đến khi máy chủ nhận đủ cả ảnh.', 'What you write stays here until the server has it, photos too.'],
  waitingNote: ['Chưa gửi', 'Not sent'],
  waitingPhotos: ['Chưa gửi · {0} ảnh', 'Not sent · {0} photos'],
  waitingRest: ['Đã nhận bản ghi · số {0} · còn {1} ảnh', 'Record received · no. {0} · {1} photos to go'],
  sendingPhoto: ['Đang gửi ảnh · {0} / {1} MiB', 'Sending photo · {0} of {1} MiB'],
  refusedNote: ['Chưa nhận: {0}', 'Refused: {0}'],
  refusedPhoto: ['Ảnh {0} không được nhận: {1}', 'Photo {0} refused: {1}'],
  conflictNote: ['Đã lưu bên cạnh bản khác cùng mã; chờ chỉ huy chọn', 'Kept beside another content of the same id; a commander chooses'],
  receivedNote: ['Đã nhận · số {0}', 'Received · no. {0}'],
  receivedPhotos: ['Đã nhận · số {0} · đủ {1} ảnh', 'Received · no. {0} · all {1} photos'],
  heldNote: ['Đã nhận, chờ bản ghi liên quan · số {0}', 'Received, waits for another record · no. {0}'],
  correct: ['Sửa', 'Correct'],
  sendNow: ['Gửi', 'Send'],
  sendingNow: ['Đang gửi', 'Sending'],
  keptUntil: ['Chỉ rời máy khi có biên nhận và đủ ảnh.', 'Leaves the phone only with a receipt and all photos.'],
  earlier: ['Biên nhận', 'Receipts'],

  reviewTitle: ['Chờ duyệt', 'Waiting for approval'],
  reviewNone: ['Không có gì chờ duyệt', 'Nothing waits for approval'],
  reviewNoneWhy: ['Bản ghi mới của đơn vị sẽ hiện ở đây.', 'New records of your unit appear here.'],
  reviewOffline: ['Cần có mạng để xem bản ghi chờ duyệt.', 'A network is needed to see what waits.'],
  reviewAgain: ['Tải lại', 'Load again'],
  by: ['{0} · {1}', '{0} · {1}'],
  seen: ['Tình trạng: {0} · {1}', 'Condition: {0} · {1}'],
  noNotes: ['Không có ghi chú', 'No notes'],
  approve: ['Duyệt', 'Approve'],
  giveBack: ['Trả lại', 'Return'],
  remark: ['Lý do trả lại', 'Why it is returned'],
  remarkNeeded: ['Trả lại phải có lý do.', 'To return it you have to say why.'],
  approvalOf: ['Duyệt: {0}', 'Approval: {0}'],
  returnOf: ['Trả lại: {0}', 'Returned: {0}'],
  reviewKept: ['Đã ghi trong máy, đang gửi: {0}', 'Kept on the phone, being sent: {0}'],
  reviewTaken: ['Máy chủ đã nhận: {0}', 'The server has it: {0}'],
  contended: ['Có nhiều nội dung cùng mã: duyệt ở máy bàn.', 'Several contents contend: decide at a desk.'],
  photoMissing: ['Ảnh chưa đến đủ', 'Photos have not all come'],
  details: ['Xem', 'Open'],

  deviceTitle: ['Máy này', 'This phone'],
  enrolled: ['Đã đăng ký: {0}', 'Enrolled: {0}'],
  may: ['Được: {0}', 'May: {0}'],
  mayRecord: ['ghi', 'write'],
  mayApprove: ['duyệt', 'approve'],
  mayNothing: ['chỉ xem', 'read only'],
  tokenTitle: ['Đăng ký máy', 'Enrol the phone'],
  tokenReplace: ['Thay mã của máy', 'Replace the token'],
  token: ['Mã của máy (mg_…)', 'Token of the phone (mg_…)'],
  tokenSave: ['Dùng mã này', 'Use this token'],
  tokenNone: ['Mã này không được máy chủ chấp nhận.', 'The server does not accept this token.'],
  tokenUnchecked: ['Chưa hỏi được máy chủ; mã được giữ, sẽ dùng khi có mạng.', 'The server could not be asked; the token is kept for later.'],
  byPassword: ['Hoặc đăng nhập để lấy mã 90 ngày', 'Or log in for a token of 90 days'],
  name: ['Tên tài khoản', 'Account'],
  password: ['Mật khẩu', 'Password'],
  passwordNew: ['Mật khẩu mới của mình', 'A password of your own'],
  logIn: ['Đăng nhập', 'Log in'],
  tokenTitleOf: ['Máy hiện trường', 'Field phone'],
  forget: ['Bỏ mã khỏi máy', 'Remove the token'],
  forgotten: ['Đã bỏ mã. Hàng chờ còn nguyên trong máy.', 'Token removed. The queue is kept on this phone.'],
  person: ['Người ghi', 'Written by'],
  personHint: ['Ghi vào bản ghi mới nếu máy dùng chung; để trống nếu đã đăng nhập bằng tài khoản của mình.', 'Written on new records where several share the phone; empty if you logged in as yourself.'],
  keep: ['Lưu', 'Save'],
  kept: ['Đã lưu.', 'Saved.'],
  storage: ['Bộ nhớ', 'Storage'],
  persisted: ['Trình duyệt hứa không tự xóa dữ liệu này.', 'The browser promised not to clear this by itself.'],
  notPersisted: ['Trình duyệt chưa hứa giữ dữ liệu khi hết chỗ: thêm trang vào màn hình chính.', 'The browser has not promised to keep this when space runs out: add the page to the home screen.'],
  usage: ['Đã dùng {0} MiB, còn {1} MiB', '{0} MiB used, {1} MiB left'],
  changePin: ['Đổi PIN', 'Change PIN'],
  pinOld: ['PIN đang dùng', 'Present PIN'],
  pinChanged: ['Đã đổi PIN.', 'PIN changed.'],
  lockNow: ['Khóa ngay', 'Lock now'],
  language: ['English', 'Tiếng Việt'],
}

const KEY = 'mocgioi-language'

export const language = () => (localStorage.getItem(KEY) === 'en' ? 'en' : 'vi')

export function otherLanguage() {
  localStorage.setItem(KEY, language() === 'vi' ? 'en' : 'vi')
}

export function t(word, ...put) {
  const text = WORDS[word][language() === 'en' ? 1 : 0]
  return text.replace(/\{(\d)\}/g, (_, n) => String(put[n] ?? ''))
}

/** The word of a condition: `damaged` is taken by another sentence. */
export const conditionWord = (condition) => t(condition === 'damaged' ? 'damaged_' : condition)

/** 26/11/2026 08:42, by the clock of the phone. */
export function moment(at) {
  const date = new Date(at)
  const two = (number) => String(number).padStart(2, '0')
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** MiB with one decimal, as numbers are written here. */
export function mib(bytes) {
  const text = (bytes / 1024 / 1024).toFixed(1)
  return language() === 'vi' ? text.replace('.', ',') : text
}
